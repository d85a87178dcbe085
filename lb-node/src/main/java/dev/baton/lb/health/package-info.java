/**
 * Judging a server: what its checks add up to, and when to ask next. Pure: answers go in, verdicts come out; no socket,
 * thread or clock.
 */
@NullMarked
package dev.baton.lb.health;

import org.jspecify.annotations.NullMarked;
