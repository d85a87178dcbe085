/**
 * Floating IP addresses: the port {@link dev.baton.floatingip.FloatingIp} and its value types.
 *
 * <p>Nothing here knows how an address reaches the kernel; the implementations do. This package imports the JDK only.
 */
@NullMarked
package dev.baton.floatingip;

import org.jspecify.annotations.NullMarked;
