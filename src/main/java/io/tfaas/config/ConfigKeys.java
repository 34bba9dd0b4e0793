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
          "Time that running requests get to finish when the server stops, or the WAR is taken out of a container");

  static final ConfigKey<Integer> THREADS =
      new ConfigKey<>(
          "tfaas.threads", "64", integer(1, ANY), "Request threads of the embedded server");

  static final ConfigKey<Integer> MAX_CONNECTIONS =
      new ConfigKey<>(
          "tfaas.max-connections",
          "8192",
          integer(1, ANY),
          "Connections the embedded server holds open at once");

  static final ConfigKey<Duration> CLIENT_TIMEOUT =
      new ConfigKey<>(
          "tfaas.client-timeout",
          "30s",
          ValueType.positiveDuration(),
          "Time the embedded server gives a client to send a request's head, to send its body and"
              + " to take the reply; large ones get a second more for each 16 KiB");

  static final ConfigKey<Duration> IDLE_TIMEOUT =
      new ConfigKey<>(
          "tfaas.idle-timeout",
          "60s",
          ValueType.positiveDuration(),
          "Time after which the embedded server closes a connection without requests");

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

  static final ConfigKey<Path> TLS_CLIENT_CA =
      new ConfigKey<>(
          "tfaas.tls.client-ca",
          NONE,
          ValueType.readableFile(),
          "PEM file with the authorities whose client certificates are accepted; clients are asked for one if given");

  static final ConfigKey<ClientCertificates> TLS_CLIENT_CERTIFICATES =
      new ConfigKey<>(
          "tfaas.tls.client-certificates",
          "want",
          ValueType.clientCertificates(),
          "Whether clients may (`want`) or must (`need`) have a certificate of `tfaas.tls.client-ca`");

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

  static final ConfigKey<Integer> MAX_LOADED_MODELS =
      new ConfigKey<>(
          "tfaas.max-loaded-models",
          "0",
          integer(0, ANY),
          "Most models in memory, 0 for any number; beyond it the one used longest ago becomes idle,"
              + " and its next call loads it again");

  static final ConfigKey<ByteSize> MAX_LOADED_SIZE =
      new ConfigKey<>(
          "tfaas.max-loaded-size",
          NONE,
          size(),
          "Most bytes that the files of the models in memory have, all together; any number if not"
              + " given");

  static final ConfigKey<Duration> LOAD_TIMEOUT =
      new ConfigKey<>(
          "tfaas.load-timeout",
          "10m",
          ValueType.positiveDuration(),
          "Time that loading a model may take, its first call included; beyond it the model is"
              + " refused");

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

  static final ConfigKey<ByteSize> MAX_BODIES =
      new ConfigKey<>(
          "tfaas.max-bodies",
          NONE,
          size(),
          "Bytes of all request bodies together, uploads aside, that are being read or wait for"
              + " their answers; further requests are refused (429). By default a 32nd of the Java"
              + " heap, and at most 1 GiB, since what is made of a body can be so many times larger;"
              + " protobuf messages count four times");

  static final ConfigKey<Integer> MAX_UPLOADS =
      new ConfigKey<>(
          "tfaas.max-uploads",
          "4",
          integer(1, ANY),
          "Uploads at once, further ones are refused (429)");

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
          "Most requests of one client, which is an address or a user whom the container has logged"
              + " in, in a second, minute, hour or day, such as `100-S`, `1000-M`, `1000-H` or"
              + " `5000-D`; not limited if not given");

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

  static final ConfigKey<ByteSize> MAX_WAITING_SIZE =
      new ConfigKey<>(
          "tfaas.max-waiting-size",
          NONE,
          size(),
          "Bytes of the tensors that wait for a call, of all models together. One model may have as"
              + " many as are left, so alone half; further requests are refused (429). By default"
              + " an eighth of the memory of the machine or container");

  static final ConfigKey<Duration> MAX_WAIT =
      new ConfigKey<>(
          "tfaas.max-wait",
          "10s",
          ValueType.duration(),
          "Requests are refused (429) while a model would not get to the next one for longer than"
              + " this; `0s` for no such limit");

  static final ConfigKey<Duration> REQUEST_TIMEOUT =
      new ConfigKey<>(
          "tfaas.request-timeout",
          "60s",
          ValueType.duration(),
          "Most time from a prediction's request to its answer, then 504; requests can ask for"
              + " less; `0s` for no such limit");

  static final ConfigKey<String> AUTH_OPEN =
      new ConfigKey<>(
          "tfaas.auth.open",
          "predict",
          ValueType.roles(),
          "Roles that everyone has, without any credential: `none`, `predict`, `manage`, `predict:MODEL`…");

  static final ConfigKey<String> AUTH_LOCAL =
      new ConfigKey<>(
          "tfaas.auth.local",
          NONE,
          ValueType.roles(),
          "Roles that callers on the loopback address have; if not given `admin`, and `none` where the embedded server listens on other addresses");

  static final ConfigKey<Path> AUTH_TOKENS_FILE =
      new ConfigKey<>(
          "tfaas.auth.tokens-file",
          NONE,
          ValueType.file(),
          "File with the hashes of tokens and their roles; `.tfaas/tokens` in the model folder if not given");

  static final ConfigKey<Path> AUTH_CERTIFICATES_FILE =
      new ConfigKey<>(
          "tfaas.auth.certificates-file",
          NONE,
          ValueType.readableFile(),
          "File with the subjects of client certificates and their roles");

  static final ConfigKey<Integer> AUTH_FAILED_TRIES =
      new ConfigKey<>(
          "tfaas.auth.failed-tries",
          "10",
          integer(0, ANY),
          "Wrong tokens one address may send in a minute before its tokens are refused unseen (429); 0 for any number");

  static final ConfigKey<String> JWT_ISSUER =
      new ConfigKey<>(
          "tfaas.auth.jwt.issuer",
          NONE,
          ValueType.text(),
          "Issuer (`iss`) of the JWTs that are accepted; with the next two it turns them on");

  static final ConfigKey<String> JWT_AUDIENCE =
      new ConfigKey<>(
          "tfaas.auth.jwt.audience",
          NONE,
          ValueType.text(),
          "Audience (`aud`) that a JWT must name");

  static final ConfigKey<String> JWT_KEYS =
      new ConfigKey<>(
          "tfaas.auth.jwt.keys",
          NONE,
          ValueType.fileOrUrl(),
          "File or address of the JSON Web Key Set with the issuer's keys, read again every five minutes and when a key is unknown");

  static final ConfigKey<String> JWT_ALGORITHMS =
      new ConfigKey<>(
          "tfaas.auth.jwt.algorithms",
          "RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512",
          ValueType.algorithms(),
          "Signature algorithms that are accepted");

  static final ConfigKey<String> JWT_ROLES_CLAIM =
      new ConfigKey<>(
          "tfaas.auth.jwt.roles-claim",
          "roles",
          ValueType.text(),
          "Claim with the roles, a list or words; dots lead into objects, as in `realm_access.roles`");

  static final ConfigKey<Duration> JWT_CLOCK_SKEW =
      new ConfigKey<>(
          "tfaas.auth.jwt.clock-skew",
          "60s",
          ValueType.duration(),
          "Time by which clocks may differ");

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
          CLIENT_TIMEOUT,
          IDLE_TIMEOUT,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_CLIENT_CA,
          TLS_CLIENT_CERTIFICATES,
          REHEARSAL,
          WORK_DIR,
          MODEL_DIR,
          MODEL_CONFIG_FILE,
          MODEL_CONTROL,
          POLL_INTERVAL,
          KEPT_VERSIONS,
          MAX_LOADED_MODELS,
          MAX_LOADED_SIZE,
          LOAD_TIMEOUT,
          ALLOWED_OPERATIONS,
          MAX_REQUEST_SIZE,
          MAX_UPLOAD_SIZE,
          MAX_BODIES,
          MAX_UPLOADS,
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
          MAX_WAITING_SIZE,
          MAX_WAIT,
          REQUEST_TIMEOUT,
          AUTH_OPEN,
          AUTH_LOCAL,
          AUTH_TOKENS_FILE,
          AUTH_CERTIFICATES_FILE,
          AUTH_FAILED_TRIES,
          JWT_ISSUER,
          JWT_AUDIENCE,
          JWT_KEYS,
          JWT_ALGORITHMS,
          JWT_ROLES_CLAIM,
          JWT_CLOCK_SKEW,
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
