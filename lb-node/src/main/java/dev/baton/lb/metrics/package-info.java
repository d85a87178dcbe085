/**
 * What a node knows, as metrics that Prometheus reads: the text format 0.0.4 and OpenMetrics 1.0. Knows values only, and
 * no socket.
 */
@NullMarked
package dev.baton.lb.metrics;

import org.jspecify.annotations.NullMarked;
