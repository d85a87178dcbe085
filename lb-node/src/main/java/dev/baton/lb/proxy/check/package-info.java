/**
 * Asking the servers how they are. Each question is one connection with a bound in time and in bytes; what the answers
 * mean is decided in {@code health}, and who gets traffic in {@code pool}.
 */
@NullMarked
package dev.baton.lb.proxy.check;

import org.jspecify.annotations.NullMarked;
