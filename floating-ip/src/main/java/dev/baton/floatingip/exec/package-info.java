/**
 * Floating addresses that are moved by a program of the user, for clouds where that is a call to an API. Imports the
 * JDK only.
 */
@NullMarked
package dev.baton.floatingip.exec;

import org.jspecify.annotations.NullMarked;
