/**
 * The Open Inference Protocol V2 with Triton's extensions: resources, wire records, their readers
 * and writers.
 */
@NullMarked
package io.tfaas.api.v2;

import org.jspecify.annotations.NullMarked;
