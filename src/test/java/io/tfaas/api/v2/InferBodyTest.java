package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidInputException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InferBodyTest {

  @ParameterizedTest
  @ValueSource(strings = {HttpHeaders.CONTENT_LENGTH, InferBody.JSON_LENGTH})
  void aLengthThatIsNoNumberIsRefusedByTheNameOfItsHeader(String header) {
    URI uri = URI.create("http://localhost/");
    ContainerRequest request =
        new ContainerRequest(uri, uri, "POST", null, new MapPropertiesDelegate(), null);
    request.header(header, "1e3");
    assertThatThrownBy(() -> InferBody.of(request, InputStream.nullInputStream()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The header " + header + " is not a number");
  }
}
