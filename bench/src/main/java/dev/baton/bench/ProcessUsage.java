package dev.baton.bench;

import dev.baton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the kernel has on a running process. */
public record ProcessUsage(long pid) {

    /** {@code USER_HZ}: in these the kernel counts towards user space, on every architecture that Baton runs on. */
    private static final int TICKS_PER_SECOND = 100;

    /** Fields of {@code /proc/PID/stat} behind the command's name (proc(5)): utime is the 14th of all, stime the 15th. */
    private static final int UTIME = 11;

    private static final String RESIDENT = "VmRSS:";

    /** User and system time of all its threads, since its start. */
    public Duration cpu() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** Memory it has in RAM, in KiB. */
    public long residentKib() {
        List<String> lines = read("status").lines().toList();
        for (String line : lines) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(
                        line.substring(RESIDENT.length()).replace("kB", "").strip());
            }
        }
        throw new LabException("no " + RESIDENT + " in the status of process " + pid);
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            throw new LabException("process %d is gone".formatted(pid), e);
        }
    }
}
