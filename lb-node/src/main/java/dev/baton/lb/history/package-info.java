/** What a node remembers of its roles beyond its own life: the events, and the highest terms. Off the election thread. */
@NullMarked
package dev.baton.lb.history;

import org.jspecify.annotations.NullMarked;
