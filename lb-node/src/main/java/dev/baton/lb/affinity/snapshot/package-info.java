/** Keeps the table over a restart: one file in the state directory. Imports the JDK and the table only. */
@NullMarked
package dev.baton.lb.affinity.snapshot;

import org.jspecify.annotations.NullMarked;
