package dev.baton.bench.datapath;

/**
 * One figure of a part.
 *
 * @param name what it is, with its unit
 * @param decimals worth showing
 */
record Metric(String name, int decimals) {

    static final Metric PER_SECOND = new Metric("requests/s", 0);
    static final Metric CPU = new Metric("CPU per request, µs", 2);
    static final Metric P50 = new Metric("p50, ms", 2);
    static final Metric P99 = new Metric("p99, ms", 2);
    static final Metric MB_PER_SECOND = new Metric("MB/s", 0);
    static final Metric CPU_PER_MB = new Metric("CPU per MB, ms", 3);
    static final Metric CONNECTIONS_PER_SECOND = new Metric("connections/s", 0);
    static final Metric CPU_PER_CONNECTION = new Metric("CPU per connection, µs", 1);
    static final Metric RESIDENT = new Metric("resident, MiB", 1);
    static final Metric BASE = new Metric("resident before, MiB", 1);
    static final Metric GROWTH = new Metric("growth, MiB", 1);
    static final Metric PER_CONNECTION = new Metric("growth per connection, KiB", 2);
}
