/** The packaged server for a long while, under traffic and faults: {@code src/bench/soak}. */
@NullMarked
package io.tfaas.bench.soak;

import org.jspecify.annotations.NullMarked;
