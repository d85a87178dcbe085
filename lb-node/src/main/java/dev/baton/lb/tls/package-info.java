/**
 * Certificates and their keys: read from PEM, held against each other, found by the name that a client asks for. Pure:
 * imports the JDK alone, and touches nothing but the files that it is told to read.
 */
@NullMarked
package dev.baton.lb.tls;

import org.jspecify.annotations.NullMarked;
