/**
 * HTTP/1.1 mode (RFC 9110, 9112). Heads are parsed strictly by a parser of our own and written anew from what it
 * understood, so that nothing ambiguous is passed on; bodies stream through by reference. Bytes to meaning and back
 * ({@link dev.baton.lb.proxy.http.HeadParser}, {@link dev.baton.lb.proxy.http.BodyReader}) is pure; connections and
 * exchanges are the I/O around it.
 */
@NullMarked
package dev.baton.lb.proxy.http;

import org.jspecify.annotations.NullMarked;
