/**
 * TLS as Netty does it: engines, what is served under which name, and the handshakes of clients. What certificates are,
 * {@code dev.baton.lb.tls} knows.
 */
@NullMarked
package dev.baton.lb.proxy.tls;

import org.jspecify.annotations.NullMarked;
