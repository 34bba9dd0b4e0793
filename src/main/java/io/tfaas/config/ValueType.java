package io.tfaas.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of a setting may be: how it is read, and which of the values read are accepted. */
record ValueType<T>(String expected, Function<String, T> reader, Predicate<T> accepts) {

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+) *(ms|s|m|h)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");
  private static final Pattern BASE_PATH = Pattern.compile("(/(?!\\.\\.?(/|$))[A-Za-z0-9._~-]+)*");
  private static final String ROLE = "(admin|(predict|manage)(:[^,]+)?)";
  private static final Pattern ROLES = Pattern.compile("none|" + ROLE + "( *, *" + ROLE + ")*");

  private static final Pattern URL =
      Pattern.compile(
          "https://[^\\s/]+(/\\S*)?|http://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?(/\\S*)?");
  private static final String ALGORITHM = "(RS|PS|ES|HS)(256|384|512)";
  private static final Pattern ALGORITHMS =
      Pattern.compile(ALGORITHM + "( *, *" + ALGORITHM + ")*");

  private static final Pattern OPERATION = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|\\*");
  private static final Pattern ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://[a-z0-9.\\[\\]:-]+|\\*");

  static ValueType<Integer> integer(int min, int max) {
    String range = max == Integer.MAX_VALUE ? ", at least " + min : " from " + min + " to " + max;
    return new ValueType<>(
        "a whole number" + range, Integer::valueOf, value -> value >= min && value <= max);
  }

  static ValueType<ByteSize> size() {
    return new ValueType<>(
        "a size of at least 1 byte, such as 64MiB, 10 MB or 1048576",
        ByteSize::parse,
        size -> size.bytes() > 0);
  }

  static ValueType<Duration> duration() {
    return new ValueType<>(
        "a duration such as 30s, 500ms, 2m or PT30S",
        ValueType::readDuration,
        duration -> !duration.isNegative());
  }

  static ValueType<Duration> positiveDuration() {
    return new ValueType<>(
        "a duration above 0 such as 30s, 500ms, 2m or PT30S",
        ValueType::readDuration,
        duration -> duration.toMillis() > 0);
  }

  static ValueType<String> host() {
    return new ValueType<>(
        "a host name or an IP address", text -> text, text -> HOST.matcher(text).matches());
  }

  static ValueType<String> basePath() {
    return new ValueType<>(
        "a path such as /tfaas, of letters, digits, '.', '_', '~' and '-'",
        ValueType::normalizeBasePath,
        path -> BASE_PATH.matcher(path).matches());
  }

  /** Roles as {@code io.tfaas.auth} reads them. */
  static ValueType<String> roles() {
    return new ValueType<>(
        "none, or roles such as predict, manage:hep*, admin with commas in between",
        text -> text,
        text -> ROLES.matcher(text).matches());
  }

  static ValueType<Boolean> onOff() {
    return new ValueType<>("on or off", ValueType::readOnOff, value -> true);
  }

  private static Boolean readOnOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  static ValueType<LogLevel> logLevel() {
    return new ValueType<>(
        "ERROR, WARNING, INFO or DEBUG",
        text -> LogLevel.valueOf(text.toUpperCase(Locale.ROOT)),
        level -> true);
  }

  static ValueType<ModelControl> modelControl() {
    return new ValueType<>(
        "poll-and-calls, poll or calls",
        text -> ModelControl.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')),
        control -> true);
  }

  static ValueType<Rate> rate() {
    return new ValueType<>(
        "a number of requests and S, M, H or D, such as 100-S", Rate::parse, rate -> true);
  }

  static ValueType<List<AddressRange>> addressRanges() {
    return list(
        "addresses such as 10.0.0.7 or 10.0.0.0/8, with commas between", AddressRange::parse);
  }

  static ValueType<List<String>> operations() {
    return list("names of operations with commas between, or *", matching(OPERATION));
  }

  static ValueType<List<String>> origins() {
    return list("origins such as https://lab.example, with commas between, or *", matching(ORIGIN));
  }

  private static Function<String, String> matching(Pattern pattern) {
    return text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException(text);
      }
      return text;
    };
  }

  private static <E> ValueType<List<E>> list(String expected, Function<String, E> reader) {
    return new ValueType<>(
        expected,
        text -> Pattern.compile(",").splitAsStream(text).map(String::strip).map(reader).toList(),
        list -> true);
  }

  /** A folder that exists or can be made. */
  static ValueType<Path> folder() {
    return new ValueType<>(
        "a folder", Path::of, path -> Files.notExists(path) || Files.isDirectory(path));
  }

  /** A file that exists or can be made. */
  static ValueType<Path> file() {
    return new ValueType<>("a file, not a folder", Path::of, path -> !Files.isDirectory(path));
  }

  static ValueType<Path> readableFile() {
    return new ValueType<>(
        "a file that exists and can be read",
        Path::of,
        path -> Files.isReadable(path) && !Files.isDirectory(path));
  }

  static ValueType<String> text() {
    return new ValueType<>("a text", text -> text, text -> !text.isBlank());
  }

  /** A file, or an address of the web that nobody on the way can change. */
  static ValueType<String> fileOrUrl() {
    return new ValueType<>(
        "a file that exists and can be read, an https:// address, or an http:// address of this"
            + " machine",
        text -> text,
        text ->
            URL.matcher(text).matches()
                || (!text.contains("://") && readableFile().accepts().test(Path.of(text))));
  }

  static ValueType<String> algorithms() {
    return new ValueType<>(
        "algorithms such as RS256, ES256 with commas in between, of RS, PS, ES and HS with 256, 384"
            + " and 512",
        text -> text,
        text -> ALGORITHMS.matcher(text).matches());
  }

  static ValueType<ClientCertificates> clientCertificates() {
    return new ValueType<>(
        "want or need",
        text -> ClientCertificates.valueOf(text.toUpperCase(Locale.ROOT)),
        value -> true);
  }

  /** The value of the text, empty where the text is not what is expected. */
  Optional<T> parse(String text) {
    try {
      return Optional.of(reader.apply(text)).filter(accepts);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration readDuration(String text) {
    Matcher matcher = SHORT_DURATION.matcher(text);
    if (!matcher.matches()) {
      return Duration.parse(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static String normalizeBasePath(String text) {
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
  }
}
