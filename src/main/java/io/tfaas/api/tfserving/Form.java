package io.tfaas.api.tfserving;

/** The two forms of a call's data; the reply has that of the request. */
enum Form {
  /** {@code instances}, a value or an object of values for each row, and {@code predictions}. */
  ROWS,
  /** {@code inputs}, the whole tensors, and {@code outputs}. */
  COLUMNS
}
