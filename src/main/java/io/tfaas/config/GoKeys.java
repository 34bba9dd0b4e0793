package io.tfaas.config;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys of a config.json of the original Go server, which reads them in any case. */
final class GoKeys {

  /** A number: above 0 it stands for the log level DEBUG. */
  static final String VERBOSE = "verbose";

  /** The keys that name a setting by another word. */
  static final Map<String, ConfigKey<?>> RENAMED =
      ignoringCase(
          Map.of(
              "port", ConfigKeys.PORT,
              "modelDir", ConfigKeys.MODEL_DIR,
              "cacheLimit", ConfigKeys.MAX_LOADED_MODELS,
              "base", ConfigKeys.BASE_PATH,
              "configProto", ConfigKeys.CONFIG_PROTO,
              "serverKey", ConfigKeys.TLS_KEY,
              "serverCrt", ConfigKeys.TLS_CERTIFICATE,
              "rate", ConfigKeys.RATE,
              "logFile", ConfigKeys.LOG_FILE));

  /** The keys for what this server has no use for. */
  static final Set<String> WITHOUT_EFFECT =
      ignoringCase(Set.of("staticDir", "monitRecord", "auth", "logFormatter", "updateDNs"));

  private GoKeys() {}

  static Optional<ConfigKey<?>> find(String key) {
    return Optional.ofNullable(RENAMED.get(key));
  }

  private static Map<String, ConfigKey<?>> ignoringCase(Map<String, ConfigKey<?>> keys) {
    Map<String, ConfigKey<?>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(keys);
    return Collections.unmodifiableMap(sorted);
  }

  private static Set<String> ignoringCase(Set<String> keys) {
    Set<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    sorted.addAll(keys);
    return Collections.unmodifiableSet(sorted);
  }
}
