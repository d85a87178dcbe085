package dev.baton.lb.traffic;

/**
 * What all servers of a backend did together, those too that are no longer there.
 *
 * @param name the backend's
 * @param totals only their times: the rest is counted for each server
 */
public record BackendTraffic(String name, Totals totals) {}
