package io.tfaas.http;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The coding that a client asks for in Accept-Encoding (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

  private record Choice(Optional<ContentCoding> coding, double quality) {}

  private AcceptEncoding() {}

  /** The coding of the highest quality, the first of equals; empty when the client names none. */
  static Optional<ContentCoding> best(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    return Stream.of(header.split(",", -1))
        .map(AcceptEncoding::choice)
        .filter(choice -> choice.coding().isPresent() && choice.quality() > 0)
        .sorted(Comparator.comparingDouble(Choice::quality).reversed())
        .findFirst()
        .flatMap(Choice::coding);
  }

  private static Choice choice(String item) {
    List<String> parts = List.of(item.split(";", 2));
    double quality = parts.size() == 2 ? quality(parts.get(1)) : 1;
    return new Choice(ContentCoding.find(parts.get(0)), quality);
  }

  /* A weight that is none counts as refusal: the plain reply suits everyone. */
  private static double quality(String parameter) {
    String weight = parameter.strip().toLowerCase(Locale.ROOT);
    return weight.matches("q=[01](\\.\\d{0,3})?") ? Double.parseDouble(weight.substring(2)) : 0;
  }
}
