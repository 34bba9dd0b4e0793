package io.tfaas.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.error.ConflictException;
import io.tfaas.error.DeadlineException;
import io.tfaas.error.ForbiddenException;
import io.tfaas.error.InternalException;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.OverloadedException;
import io.tfaas.error.ServingException;
import io.tfaas.error.StorageFullException;
import io.tfaas.error.TooLargeException;
import io.tfaas.error.UnauthenticatedException;
import io.tfaas.error.UnavailableException;
import io.tfaas.error.UnsupportedTypeException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

  private static final Map<Class<? extends ServingException>, Integer> EXPECTED =
      Map.ofEntries(
          entry(UnauthenticatedException.class, 401),
          entry(ForbiddenException.class, 403),
          entry(InvalidInputException.class, 400),
          entry(NotFoundException.class, 404),
          entry(ConflictException.class, 409),
          entry(TooLargeException.class, 413),
          entry(UnsupportedTypeException.class, 415),
          entry(InvalidModelException.class, 422),
          entry(OverloadedException.class, 429),
          entry(UnavailableException.class, 503),
          entry(DeadlineException.class, 504),
          entry(StorageFullException.class, 507),
          entry(InternalException.class, 500));

  @Test
  void everyFailureHasItsStatus() {
    assertThat(EXPECTED)
        .allSatisfy((type, status) -> assertThat(ErrorTable.status(type)).isEqualTo(status));
  }

  @Test
  void noFailureOfTheFamilyIsForgotten() {
    assertThat(EXPECTED.keySet().stream().map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ServingException.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
  }

  @Test
  void aClassWithoutARowIsTheServersDefect() {
    assertThat(ErrorTable.status(ServingException.class)).isEqualTo(500);
  }
}
