/**
 * The PROXY protocol, versions 1 and 2: what a proxy says of its client before the client's first byte. Bytes to values
 * and back; imports the JDK only.
 */
@NullMarked
package dev.baton.lb.proxy.origin;

import org.jspecify.annotations.NullMarked;
