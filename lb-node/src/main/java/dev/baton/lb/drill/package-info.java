/** A client that asks a frontend all the time and measures how long it had no answer. */
@NullMarked
package dev.baton.lb.drill;

import org.jspecify.annotations.NullMarked;
