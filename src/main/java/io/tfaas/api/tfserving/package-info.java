/** TensorFlow Serving's REST interface, below {@code /v1}. */
@NullMarked
package io.tfaas.api.tfserving;

import org.jspecify.annotations.NullMarked;
