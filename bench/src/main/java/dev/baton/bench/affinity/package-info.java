/**
 * How fast nodes tell each other whose clients are whose: tables without a data path around them, and a pair of real nodes
 * under traffic.
 */
@NullMarked
package dev.baton.bench.affinity;

import org.jspecify.annotations.NullMarked;
