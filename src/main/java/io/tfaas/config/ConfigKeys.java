package io.tfaas.config;

import static io.tfaas.config.ValueType.integer;
import static io.tfaas.config.ValueType.size;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every setting, in the order of docs/configuration.md, which a test holds to this list. */
final class ConfigKeys {

  private static final int ANY = Integer.MAX_VALUE;
  private static final String NONE = "";

  static final ConfigKey<Path> CONFIG =
      new ConfigKey<>(
          "tfaas.config",
          NONE,
          ValueType.file(),
          "File with settings; the same as `--config`, which wins over it");

  static final ConfigKey<String> HOST =
      new ConfigKey<>(
          "tfaas.host",
          "127.0.0.1",
          ValueType.host(),
          "Address the embedded server listens on; `0.0.0.0` for all of the machine's");

  static final ConfigKey<Integer> PORT =
      new ConfigKey<>(
          "tfaas.port",
          "8083",
          integer(0, 65535),
          "Port the embedded server listens on; 0 for any free one");

  static final ConfigKey<String> BASE_PATH =
      new ConfigKey<>(
          "tfaas.base-path",
          NONE,
          ValueType.basePath(),
          "Path in front of all others, such as `/tfaas`");

  static final ConfigKey<Duration> SHUTDOWN_TIMEOUT =
      new ConfigKey<>(
          "tfaas.shutdown-timeout",
          "30s",
          ValueType.duration(),
          "Time that running requests get to finish when the server stops");

  static final ConfigKey<Integer> THREADS =
      new ConfigKey<>(
          "tfaas.threads", "64", integer(1, ANY), "Request threads of the embedded server");

  static final ConfigKey<Integer> MAX_CONNECTIONS =
      new ConfigKey<>(
          "tfaas.max-connections",
          "8192",
          integer(1, ANY),
          "Connections the embedded server holds open at once");

  static final ConfigKey<Path> TLS_CERTIFICATE =
      new ConfigKey<>(
          "tfaas.tls.certificate",
          NONE,
          ValueType.readableFile(),
          "PEM file with the certificate chain; with `tfaas.tls.key` it turns HTTPS on");

  static final ConfigKey<Path> TLS_KEY =
      new ConfigKey<>(
          "tfaas.tls.key",
          NONE,
          ValueType.readableFile(),
          "PEM file with the private key of the certificate");

  static final ConfigKey<Duration> REHEARSAL =
      new ConfigKey<>(
          "tfaas.rehearsal",
          "10s",
          ValueType.duration(),
          "Most time the embedded server predicts with a model of its own before it opens its port,"
              + " so that the first requests are as fast as later ones; `0s` for not at all");

  static final ConfigKey<Path> WORK_DIR =
      new ConfigKey<>(
          "tfaas.work-dir",
          NONE,
          ValueType.folder(),
          "Folder the executable WAR unpacks itself into; ~/.cache/tfaas if not given, a temporary one if that cannot be written");

  static final ConfigKey<Path> MODEL_DIR =
      new ConfigKey<>(
          "tfaas.model-dir",
          "${user.home}/.tfaas/models",
          ValueType.folder(),
          "Folder with the models");

  static final ConfigKey<Path> MODEL_CONFIG_FILE =
      new ConfigKey<>(
          "tfaas.model-config-file",
          NONE,
          ValueType.readableFile(),
          "A TensorFlow Serving `model_config_file`; its models are served beside those of the"
              + " model folder");

  static final ConfigKey<ModelControl> MODEL_CONTROL =
      new ConfigKey<>(
          "tfaas.model-control",
          "poll-and-calls",
          ValueType.modelControl(),
          "What loads and unloads models: `poll`, changes of their files; `calls`, load and unload"
              + " calls, and nothing at the start; `poll-and-calls`, both");

  static final ConfigKey<Duration> POLL_INTERVAL =
      new ConfigKey<>(
          "tfaas.poll-interval",
          "1s",
          ValueType.duration(),
          "Time between two looks at the models' files; `0s` for none after the start");

  static final ConfigKey<Integer> KEPT_VERSIONS =
      new ConfigKey<>(
          "tfaas.kept-versions",
          "5",
          integer(1, ANY),
          "Uploaded versions of a model kept on disk, the served one included;"
              + " versions that are pinned or labelled, or put there by other means, are never"
              + " removed");

  static final ConfigKey<List<String>> ALLOWED_OPERATIONS =
      new ConfigKey<>(
          "tfaas.allowed-operations",
          NONE,
          ValueType.operations(),
          "TensorFlow operations that models may have beside those that only compute, such as"
              + " `ReadFile,DecodeProtoV2`; `*` for all. Models with others are refused");

  static final ConfigKey<ByteSize> MAX_REQUEST_SIZE =
      new ConfigKey<>(
          "tfaas.max-request-size", "64MiB", size(), "Largest body of a request that is no upload");

  static final ConfigKey<ByteSize> MAX_UPLOAD_SIZE =
      new ConfigKey<>("tfaas.max-upload-size", "2GiB", size(), "Largest body of an upload");

  static final ConfigKey<ByteSize> MAX_UNPACKED_SIZE =
      new ConfigKey<>(
          "tfaas.max-unpacked-size", "8GiB", size(), "Largest content of an uploaded archive");

  static final ConfigKey<Integer> MAX_ARCHIVE_ENTRIES =
      new ConfigKey<>(
          "tfaas.max-archive-entries",
          "10000",
          integer(1, ANY),
          "Most files and folders in an uploaded archive");

  static final ConfigKey<Integer> MAX_ARCHIVE_RATIO =
      new ConfigKey<>(
          "tfaas.max-archive-ratio",
          "250",
          integer(1, ANY),
          "Most times its own size that an uploaded archive unpacks to, where that is more than"
              + " 256 MiB");

  static final ConfigKey<Integer> MAX_IMAGE_PIXELS =
      new ConfigKey<>(
          "tfaas.max-image-pixels",
          "50000000",
          integer(1, ANY),
          "Largest width x height of an image");

  static final ConfigKey<Integer> MAX_JSON_DEPTH =
      new ConfigKey<>(
          "tfaas.max-json-depth", "64", integer(1, 1000), "Deepest nesting of a request's JSON");

  static final ConfigKey<Integer> MAX_PROTOBUF_DEPTH =
      new ConfigKey<>(
          "tfaas.max-protobuf-depth",
          "32",
          integer(1, 1000),
          "Deepest nesting of a request's protobuf message");

  static final ConfigKey<Rate> RATE =
      new ConfigKey<>(
          "tfaas.rate",
          NONE,
          ValueType.rate(),
          "Most requests of one client in a second, minute, hour or day, such as `100-S`, `1000-M`,"
              + " `1000-H` or `5000-D`; not limited if not given");

  static final ConfigKey<List<AddressRange>> TRUSTED_PROXIES =
      new ConfigKey<>(
          "tfaas.trusted-proxies",
          NONE,
          ValueType.addressRanges(),
          "Addresses, such as `10.0.0.7` or `10.0.0.0/8`, whose `X-Forwarded-For` says which client"
              + " a request comes from");

  static final ConfigKey<List<String>> CORS_ORIGINS =
      new ConfigKey<>(
          "tfaas.cors.origins",
          NONE,
          ValueType.origins(),
          "Origins whose web pages may call this server from a browser, such as"
              + " `https://lab.example`; `*` for all");

  static final ConfigKey<Integer> INTRA_OP_THREADS =
      new ConfigKey<>(
          "tfaas.tensorflow.intra-op-threads",
          "1",
          integer(0, ANY),
          "Threads one operation may use; 0 for TensorFlow's choice");

  static final ConfigKey<Integer> INTER_OP_THREADS =
      new ConfigKey<>(
          "tfaas.tensorflow.inter-op-threads",
          "-1",
          integer(-1, ANY),
          "Threads that run a call's operations; -1 for the thread that makes the call,"
              + " 0 for TensorFlow's choice");

  static final ConfigKey<Path> CONFIG_PROTO =
      new ConfigKey<>(
          "tfaas.tensorflow.config-proto",
          NONE,
          ValueType.readableFile(),
          "File with a serialised `tensorflow.ConfigProto`, used instead of the two thread counts");

  static final ConfigKey<Integer> CONCURRENT_CALLS =
      new ConfigKey<>(
          "tfaas.concurrent-calls",
          "0",
          integer(0, ANY),
          "TensorFlow calls of one model at once; 0 for one per processor");

  static final ConfigKey<Boolean> BATCHING =
      new ConfigKey<>(
          "tfaas.batching",
          "on",
          ValueType.onOff(),
          "Whether requests that wait for the same model are run together: `on`, where the model"
              + " was shown to allow it, or `off`");

  static final ConfigKey<Integer> MAX_BATCH_ROWS =
      new ConfigKey<>(
          "tfaas.max-batch-rows",
          "128",
          integer(1, ANY),
          "Most rows of several requests in one TensorFlow call;"
              + " a model's `max_batch_rows` in its params.json wins");

  static final ConfigKey<Integer> MAX_WAITING_ROWS =
      new ConfigKey<>(
          "tfaas.max-waiting-rows",
          "65536",
          integer(1, ANY),
          "Most rows of one model that wait for a call, further requests are refused (429);"
              + " a model's `max_waiting_rows` in its params.json wins");

  static final ConfigKey<LogLevel> LOG_LEVEL =
      new ConfigKey<>(
          "tfaas.log-level",
          "INFO",
          ValueType.logLevel(),
          "How much is logged: `ERROR`, `WARNING`, `INFO` or `DEBUG`");

  static final ConfigKey<Path> LOG_FILE =
      new ConfigKey<>(
          "tfaas.log-file",
          NONE,
          ValueType.file(),
          "File the log is written to; standard error if not given");

  static final List<ConfigKey<?>> ALL =
      List.of(
          CONFIG,
          HOST,
          PORT,
          BASE_PATH,
          SHUTDOWN_TIMEOUT,
          THREADS,
          MAX_CONNECTIONS,
          TLS_CERTIFICATE,
          TLS_KEY,
          REHEARSAL,
          WORK_DIR,
          MODEL_DIR,
          MODEL_CONFIG_FILE,
          MODEL_CONTROL,
          POLL_INTERVAL,
          KEPT_VERSIONS,
          ALLOWED_OPERATIONS,
          MAX_REQUEST_SIZE,
          MAX_UPLOAD_SIZE,
          MAX_UNPACKED_SIZE,
          MAX_ARCHIVE_ENTRIES,
          MAX_ARCHIVE_RATIO,
          MAX_IMAGE_PIXELS,
          MAX_JSON_DEPTH,
          MAX_PROTOBUF_DEPTH,
          RATE,
          TRUSTED_PROXIES,
          CORS_ORIGINS,
          INTRA_OP_THREADS,
          INTER_OP_THREADS,
          CONFIG_PROTO,
          CONCURRENT_CALLS,
          BATCHING,
          MAX_BATCH_ROWS,
          MAX_WAITING_ROWS,
          LOG_LEVEL,
          LOG_FILE);

  /** The settings that a file can hold. */
  static final List<ConfigKey<?>> IN_FILE =
      ALL.stream().filter(key -> !key.equals(CONFIG)).toList();

  private static final Map<String, ConfigKey<?>> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(ConfigKey::name, Function.identity()));

  private ConfigKeys() {}

  static Optional<ConfigKey<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Default texts by key name, only of the keys that have one. */
  static Map<String, String> defaults() {
    return ALL.stream()
        .filter(key -> !key.defaultText().isEmpty())
        .collect(Collectors.toUnmodifiableMap(ConfigKey::name, ConfigKey::defaultText));
  }
}
