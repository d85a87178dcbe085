/** What a node remembers, and what damage does to it. */
@NullMarked
package dev.baton.lb.history;

import org.jspecify.annotations.NullMarked;
