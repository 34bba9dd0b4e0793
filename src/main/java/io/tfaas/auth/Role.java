package io.tfaas.auth;

import java.util.Locale;

/** What a caller may do; each role holds the ones before it. */
public enum Role {
  /** Ask models, and read what there is. */
  PREDICT,
  /** Upload, delete, load, unload, pin and label models, and choose the default. */
  MANAGE,
  /** All of it, of every model. */
  ADMIN;

  boolean holds(Role other) {
    return compareTo(other) >= 0;
  }

  /** The name as settings, tokens and messages have it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
