/**
 * HTTP/2 (RFC 9113) as bytes and rules: what a frame codec is allowed to take from the other end, messages into the form
 * of HTTP/1.1 and out of it. Knows nothing of exchanges and servers; {@code .http} does.
 */
@NullMarked
package dev.baton.lb.proxy.h2;

import org.jspecify.annotations.NullMarked;
