package io.tfaas.model;

/**
 * How much may be loaded at once.
 *
 * @param models most models; 0 for any number
 * @param bytes most bytes of their files; 0 for any number
 */
public record MemoryLimits(int models, long bytes) {

  /** Everything stays loaded. */
  public static final MemoryLimits NONE = new MemoryLimits(0, 0);

  boolean isNone() {
    return models == 0 && bytes == 0;
  }

  boolean admit(int loadedModels, long loadedBytes) {
    return (models == 0 || loadedModels <= models) && (bytes == 0 || loadedBytes <= bytes);
  }
}
