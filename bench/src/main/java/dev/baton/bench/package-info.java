/** Benchmark programs that run Baton and its peers one after the other on the same lab. */
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
