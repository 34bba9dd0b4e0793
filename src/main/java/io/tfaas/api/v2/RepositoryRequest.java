package io.tfaas.api.v2;

/**
 * The body of a call to the model repository.
 *
 * @param ready whether only models that answer are wanted
 */
record RepositoryRequest(boolean ready, Parameters parameters) {}
