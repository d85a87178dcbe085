/**
 * Keeps the tables of all nodes alike: what nodes say to each other, and when. Pure: no thread, no socket, no clock; one
 * thread at a time.
 */
@NullMarked
package dev.baton.lb.affinity.replication;

import org.jspecify.annotations.NullMarked;
