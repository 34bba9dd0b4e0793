package io.tfaas.repository;

import java.io.IOException;

/** A change was made, and then the disk failed to keep it: it may be undone by a crash. */
final class UnsyncedException extends IOException {

  private static final long serialVersionUID = 1L;

  UnsyncedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
