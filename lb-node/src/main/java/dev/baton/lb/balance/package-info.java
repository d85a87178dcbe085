/**
 * Choosing one of many. Pure: knows weights, loads and positions, not servers; no thread, socket or clock. A balancer is
 * shared by all event loops, so choosing takes no lock.
 */
@NullMarked
package dev.baton.lb.balance;

import org.jspecify.annotations.NullMarked;
