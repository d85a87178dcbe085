/**
 * The access log: what is remembered of each request and each TCP connection, the line made of it, and the threads that
 * write the lines to files. The event loops never wait for a file: what cannot be written in time is lost and counted.
 */
@NullMarked
package dev.baton.lb.proxy.access;

import org.jspecify.annotations.NullMarked;
