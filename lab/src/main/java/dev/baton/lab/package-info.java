/**
 * Real networks and real programs for the demo, the tests and the benchmarks: namespaces on a bridge, processes, and
 * clients that measure. Knows nothing of the other modules; runs them as programs.
 */
@NullMarked
package dev.baton.lab;

import org.jspecify.annotations.NullMarked;
