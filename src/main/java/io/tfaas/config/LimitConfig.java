package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The most a request may ask of the server.
 *
 * @param maxRequestSize of a body that is no upload
 * @param maxUploadSize of an upload's body
 * @param maxBodies bytes of all bodies together that are read or waited with
 * @param maxUploads at once
 * @param maxUnpackedSize of an uploaded archive's content
 * @param maxArchiveEntries files and folders in an archive
 * @param maxArchiveRatio unpacked bytes for each byte of an archive
 * @param maxImagePixels width x height
 * @param maxJsonDepth nested objects and arrays
 * @param maxProtobufDepth nested messages
 */
public record LimitConfig(
    ByteSize maxRequestSize,
    ByteSize maxUploadSize,
    Optional<ByteSize> maxBodies,
    int maxUploads,
    ByteSize maxUnpackedSize,
    int maxArchiveEntries,
    int maxArchiveRatio,
    int maxImagePixels,
    int maxJsonDepth,
    int maxProtobufDepth) {

  public LimitConfig {
    ConfigKeys.MAX_REQUEST_SIZE.requireValid(
        requireNonNull(maxRequestSize, "maxRequestSize is null"));
    ConfigKeys.MAX_UPLOAD_SIZE.requireValid(requireNonNull(maxUploadSize, "maxUploadSize is null"));
    maxBodies.ifPresent(ConfigKeys.MAX_BODIES::requireValid);
    ConfigKeys.MAX_UPLOADS.requireValid(maxUploads);
    ConfigKeys.MAX_UNPACKED_SIZE.requireValid(
        requireNonNull(maxUnpackedSize, "maxUnpackedSize is null"));
    ConfigKeys.MAX_ARCHIVE_ENTRIES.requireValid(maxArchiveEntries);
    ConfigKeys.MAX_ARCHIVE_RATIO.requireValid(maxArchiveRatio);
    ConfigKeys.MAX_IMAGE_PIXELS.requireValid(maxImagePixels);
    ConfigKeys.MAX_JSON_DEPTH.requireValid(maxJsonDepth);
    ConfigKeys.MAX_PROTOBUF_DEPTH.requireValid(maxProtobufDepth);
  }

  static LimitConfig from(Settings settings) {
    return new LimitConfig(
        settings.get(ConfigKeys.MAX_REQUEST_SIZE),
        settings.get(ConfigKeys.MAX_UPLOAD_SIZE),
        settings.find(ConfigKeys.MAX_BODIES),
        settings.get(ConfigKeys.MAX_UPLOADS),
        settings.get(ConfigKeys.MAX_UNPACKED_SIZE),
        settings.get(ConfigKeys.MAX_ARCHIVE_ENTRIES),
        settings.get(ConfigKeys.MAX_ARCHIVE_RATIO),
        settings.get(ConfigKeys.MAX_IMAGE_PIXELS),
        settings.get(ConfigKeys.MAX_JSON_DEPTH),
        settings.get(ConfigKeys.MAX_PROTOBUF_DEPTH));
  }
}
