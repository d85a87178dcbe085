/**
 * Judging a server by the answers it gave. Pure: results in, flips out; who asks and when is the data path's affair.
 */
@NullMarked
package dev.baton.lb.health;

import org.jspecify.annotations.NullMarked;
