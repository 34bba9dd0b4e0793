package io.tfaas.http;

import io.tfaas.error.TooLargeException;

/** The most bytes a body may have, and the setting that says so. */
record BodyLimit(long bytes, String setting) {

  TooLargeException exceeded() {
    return new TooLargeException(
        "The request body is larger than " + size() + ", the limit " + setting);
  }

  /**
   * The limit of bodies whose bytes count so many times; its setting is for those that count once.
   */
  BodyLimit dividedBy(int weight) {
    return weight == 1 ? this : new BodyLimit(bytes / weight, setting + " / " + weight);
  }

  private String size() {
    String[] units = {"bytes", "KiB", "MiB", "GiB"};
    long value = bytes;
    int unit = 0;
    while (unit < units.length - 1 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return value + " " + units[unit];
  }
}
