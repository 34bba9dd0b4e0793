/**
 * What can go wrong with a request, free of HTTP: the sealed family of {@link
 * io.tfaas.error.ServingException}; and how failures are logged that nobody is told of.
 */
@NullMarked
package io.tfaas.error;

import org.jspecify.annotations.NullMarked;
