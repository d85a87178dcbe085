/** What programs of the operator are told. */
@NullMarked
package dev.baton.ha.notify;

import org.jspecify.annotations.NullMarked;
