/**
 * The data path beside HAProxy's: one worker thread each, on the same core, in front of the same nginx, asked by the
 * same client, in turns.
 */
@NullMarked
package dev.baton.bench.datapath;

import org.jspecify.annotations.NullMarked;
