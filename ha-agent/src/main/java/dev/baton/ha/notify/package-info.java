/**
 * Programs of the operator that are told of changes of role. They run beside the election, never in it.
 */
@NullMarked
package dev.baton.ha.notify;

import org.jspecify.annotations.NullMarked;
