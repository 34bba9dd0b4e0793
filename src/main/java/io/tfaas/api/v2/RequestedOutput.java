package io.tfaas.api.v2;

import io.tfaas.tensor.TensorSpec;

/**
 * An output that the reply is to have.
 *
 * @param binary whether its data come after the reply's JSON
 * @param classes how many of its largest elements are asked for; 0 for the tensor itself
 */
record RequestedOutput(TensorSpec spec, boolean binary, int classes) {}
