/**
 * The servers behind a frontend: who they are, how they fare, and who is next. Pure: no socket, thread or clock. A
 * backend is read by every event loop for every request and written only when a verdict flips.
 */
@NullMarked
package dev.baton.lb.pool;

import org.jspecify.annotations.NullMarked;
