/** What the server is measured against: see docs/benchmarks.md. */
@NullMarked
package io.tfaas.bench;

import org.jspecify.annotations.NullMarked;
