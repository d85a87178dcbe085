/** {@link dev.baton.ha.agent.HaAgent}: one thread that feeds the election and carries its actions out. */
@NullMarked
package dev.baton.ha.agent;

import org.jspecify.annotations.NullMarked;
