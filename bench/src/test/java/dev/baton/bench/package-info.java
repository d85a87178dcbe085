/** Tests of what the benchmarks print. */
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
