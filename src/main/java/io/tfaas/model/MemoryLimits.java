package io.tfaas.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much may be loaded at once.
 *
 * @param models most models; 0 for any number
 * @param bytes most bytes of their files; 0 for any number
 * @param machine bytes of memory that there are at all; no model may have more
 */
public record MemoryLimits(int models, long bytes, long machine) {

  /** Everything stays loaded. */
  public static final MemoryLimits NONE = new MemoryLimits(0, 0);

  /** Limits on the machine, or in the container, that this is. */
  public MemoryLimits(int models, long bytes) {
    this(
        models,
        bytes,
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
  }

  boolean isNone() {
    return models == 0 && bytes == 0;
  }

  boolean admit(int loadedModels, long loadedBytes) {
    return (models == 0 || loadedModels <= models) && (bytes == 0 || loadedBytes <= bytes);
  }
}
