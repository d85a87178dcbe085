/**
 * What passed through a frontend or a server, in numbers. Each event loop counts for itself, without a lock and without
 * a cache line that another writes; who wants to know adds up. Pure.
 */
@NullMarked
package dev.baton.lb.traffic;

import org.jspecify.annotations.NullMarked;
