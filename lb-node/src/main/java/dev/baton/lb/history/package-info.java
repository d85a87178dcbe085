/** What a node remembers beyond its own life: what happened on it, and the highest terms. Off the election thread. */
@NullMarked
package dev.baton.lb.history;

import org.jspecify.annotations.NullMarked;
