package io.tfaas.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many requests in so long a time. */
public record Rate(int requests, Duration period) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})-([SMHD])");

  public Rate {
    if (requests < 1 || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("Invalid rate: " + requests + " in " + period);
    }
  }

  /** Reads the form of the original, {@code 100-S}. */
  static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return new Rate(Integer.parseInt(matcher.group(1)), period(matcher.group(2)));
  }

  private static Duration period(String letter) {
    return switch (letter) {
      case "S" -> Duration.ofSeconds(1);
      case "M" -> Duration.ofMinutes(1);
      case "H" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
