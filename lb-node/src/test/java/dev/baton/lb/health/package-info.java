/** Tests of the judging of servers. */
@NullMarked
package dev.baton.lb.health;

import org.jspecify.annotations.NullMarked;
