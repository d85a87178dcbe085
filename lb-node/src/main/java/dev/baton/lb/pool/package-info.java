/**
 * The servers behind a frontend: who they are, how they fare, and who is next. Pure: no socket or thread; the
 * time is asked of whoever made the backend. A backend is read by every event loop for every request and written only
 * when something flips.
 */
@NullMarked
package dev.baton.lb.pool;

import org.jspecify.annotations.NullMarked;
