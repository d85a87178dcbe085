/**
 * Neighbour discovery over Ethernet as bytes (RFC 4861, ICMPv6 of RFC 4443): pure functions, no socket.
 */
@NullMarked
package dev.baton.floatingip.ndp;

import org.jspecify.annotations.NullMarked;
