/**
 * The data path as the rest of the program sees it: start it, ask how the servers fare, stop it. Binds the frontends,
 * runs the health checks, and hands accepted connections to {@code .tcp} or {@code .http}.
 */
@NullMarked
package dev.baton.lb.proxy;

import org.jspecify.annotations.NullMarked;
