/**
 * The first message of a TLS client, read without ending TLS: which name it asks for. Bytes in, verdict out; imports
 * the JDK only.
 */
@NullMarked
package dev.baton.lb.proxy.hello;

import org.jspecify.annotations.NullMarked;
