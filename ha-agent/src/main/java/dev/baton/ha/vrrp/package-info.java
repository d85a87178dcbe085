/**
 * The election: {@link dev.baton.ha.vrrp.VirtualRouter}, a state machine without I/O.
 *
 * <p>Time, advertisements, hints and commands go in, {@link dev.baton.ha.vrrp.Action}s come out. Imports the JDK only:
 * no thread, socket, clock or log line lives here.
 */
@NullMarked
package dev.baton.ha.vrrp;

import org.jspecify.annotations.NullMarked;
