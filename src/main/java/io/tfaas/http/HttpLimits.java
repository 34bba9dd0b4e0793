package io.tfaas.http;

/**
 * How much of a request is read: bytes of a body, bytes of an upload, depth of a message; and of
 * all requests together: bytes of bodies, number of uploads.
 */
public record HttpLimits(
    long maxRequestSize, long maxUploadSize, int maxProtobufDepth, long maxBodies, int maxUploads) {

  public HttpLimits {
    requirePositive(maxRequestSize, "maxRequestSize");
    requirePositive(maxUploadSize, "maxUploadSize");
    requirePositive(maxProtobufDepth, "maxProtobufDepth");
    requirePositive(maxBodies, "maxBodies");
    requirePositive(maxUploads, "maxUploads");
  }

  /** Limits of each request alone. */
  public HttpLimits(long maxRequestSize, long maxUploadSize, int maxProtobufDepth) {
    this(maxRequestSize, maxUploadSize, maxProtobufDepth, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Bytes of bodies at once with which the heap does not run full. Names in JSON, at least 10 bytes
   * each, are some 150 in the worst place; protobuf weighs more.
   */
  public static long bodiesForHeap() {
    return Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 32);
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException("Invalid " + name + ": expected 1 or more, got " + value);
    }
  }
}
