/**
 * Programs of the user, bounded in time; with them floating addresses can be moved in clouds where that is a call to an
 * API. Imports the JDK only.
 */
@NullMarked
package dev.baton.floatingip.exec;

import org.jspecify.annotations.NullMarked;
