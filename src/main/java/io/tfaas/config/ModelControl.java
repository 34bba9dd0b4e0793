package io.tfaas.config;

/** What loads and unloads models while the server runs. */
public enum ModelControl {
  /** Changes of the files, and calls beside them. */
  POLL_AND_CALLS,
  /** Changes of the files only. */
  POLL,
  /** Calls only, uploads among them; the start loads nothing. */
  CALLS;

  public boolean takesCalls() {
    return this != POLL;
  }

  public boolean followsFiles() {
    return this != CALLS;
  }
}
