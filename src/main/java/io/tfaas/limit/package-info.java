/** How many requests each client may make. */
@NullMarked
package io.tfaas.limit;

import org.jspecify.annotations.NullMarked;
