/** Elections beside a flood of session state, in namespaces and processes of their own. */
@NullMarked
package dev.baton.ha.flood;

import org.jspecify.annotations.NullMarked;
