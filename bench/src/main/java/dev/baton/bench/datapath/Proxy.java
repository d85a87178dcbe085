package dev.baton.bench.datapath;

import dev.baton.bench.ProcessUsage;
import dev.baton.lab.RunningProgram;
import java.time.Duration;

/** A running proxy, and what the kernel has on it. */
record Proxy(Product product, RunningProgram program) {

    /** User and system time of all its threads, since its start. */
    Duration cpu() {
        return usage().cpu();
    }

    /** Memory it has in RAM, in KiB. */
    long residentKib() {
        return usage().residentKib();
    }

    private ProcessUsage usage() {
        return new ProcessUsage(program.pid());
    }
}
