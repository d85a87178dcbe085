/** The interconnect on loopback, in one process and in several. */
@NullMarked
package dev.baton.ha.jgroups;

import org.jspecify.annotations.NullMarked;
