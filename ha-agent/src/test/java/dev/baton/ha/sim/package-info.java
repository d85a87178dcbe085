/**
 * A simulated world for the elections: machines with their kernels and clocks, heartbeat networks, a service LAN, faults
 * from a seed, and the promises that must hold whatever happens. Runs the real elections; the same seed gives the same run.
 */
@NullMarked
package dev.baton.ha.sim;

import org.jspecify.annotations.NullMarked;
