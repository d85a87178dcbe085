/**
 * ARP over Ethernet as bytes (RFC 826, RFC 5227): pure functions, no socket.
 */
@NullMarked
package dev.baton.floatingip.arp;

import org.jspecify.annotations.NullMarked;
