/** What the checks can find out about a server. */
@NullMarked
package dev.baton.lb.health;

import org.jspecify.annotations.NullMarked;
