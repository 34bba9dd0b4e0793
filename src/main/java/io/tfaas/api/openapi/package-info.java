/**
 * The OpenAPI document of all routes, kept by hand beside this package's classes, and its route.
 */
@NullMarked
package io.tfaas.api.openapi;

import org.jspecify.annotations.NullMarked;
