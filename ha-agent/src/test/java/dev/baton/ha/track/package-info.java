/** What trackers see, and what becomes of it. */
@NullMarked
package dev.baton.ha.track;

import org.jspecify.annotations.NullMarked;
