/**
 * The memory that a client belongs to a server: one table a node, bounded, expiring, readable without a lock.
 *
 * <p>Pure: imports the JDK and {@code .affinity} only. What carries it to other nodes is in {@code .replication}, what
 * carries it over a restart in {@code .snapshot}.
 */
@NullMarked
package dev.baton.lb.affinity;

import org.jspecify.annotations.NullMarked;
