package io.tfaas.api.openapi;

import io.tfaas.auth.Open;
import io.tfaas.http.Compressed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** {@code /openapi.json}. */
@Open
@Compressed
@Path("openapi.json")
public final class OpenApiResource {

  private static final String DOCUMENT = "openapi.json";

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] document() throws IOException {
    try (InputStream document = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
      if (document == null) {
        throw new IOException(DOCUMENT + " is not in the WAR");
      }
      return document.readAllBytes();
    }
  }
}
