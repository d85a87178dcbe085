package dev.baton.lb.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;

/** The process and its virtual machine, under the names that Prometheus' own clients use. */
final class ProcessMetrics {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private ProcessMetrics() {}

    static void write(Exposition to) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        to.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.")
                .seconds(Labels.NONE, runtime.getStartTime() * NANOS_PER_MILLI);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            to.counter("process_cpu_seconds", "Time that the process had on processors.")
                    .seconds(Labels.NONE, system.getProcessCpuTime());
            to.gauge("process_open_fds", "Files and sockets that are open.")
                    .value(Labels.NONE, system.getOpenFileDescriptorCount());
            to.gauge("process_max_fds", "Files and sockets that may be open.")
                    .value(Labels.NONE, system.getMaxFileDescriptorCount());
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        to.gauge("jvm_memory_used_bytes", "Heap in use.").value(Labels.of("area", "heap"), heap.getUsed());
        to.gauge("jvm_memory_max_bytes", "Heap at most.").value(Labels.of("area", "heap"), heap.getMax());
        to.gauge("jvm_threads_current", "Threads.")
                .value(Labels.NONE, ManagementFactory.getThreadMXBean().getThreadCount());
        to.counter("jvm_gc_collections", "Collections of garbage.");
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            to.value(Labels.of("gc", each.getName()), Math.max(0, each.getCollectionCount()));
        }
        to.counter("jvm_gc_collection_seconds", "Time that collections took.");
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            to.seconds(Labels.of("gc", each.getName()), Math.max(0, each.getCollectionTime()) * NANOS_PER_MILLI);
        }
    }
}
