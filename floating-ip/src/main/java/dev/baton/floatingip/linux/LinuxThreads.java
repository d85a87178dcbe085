package dev.baton.floatingip.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/** Clocks and priorities of Linux that Java has no word for. */
public final class LinuxThreads {

    /** {@code linux/time.h}. */
    private static final int CLOCK_MONOTONIC = 1;

    private static final int CLOCK_BOOTTIME = 7;

    /** {@code linux/resource.h}; of a thread, since Linux keeps a nice value for each. */
    private static final int PRIO_PROCESS = 0;

    private static final int LOOKS = 3;

    private static final ThreadLocal<ByteBuffer> TIMESPEC =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()));

    private LinuxThreads() {}

    /** How long the machine has been suspended since it was booted, in nanoseconds; grows by whole suspensions. */
    public static long suspendedNanos() {
        long suspended = 0;
        for (int look = 0; look < LOOKS; look++) {
            long booted = read(CLOCK_BOOTTIME);
            // Time that passes in between makes the difference smaller, so the largest is the best.
            suspended = Math.max(suspended, booted - read(CLOCK_MONOTONIC));
        }
        return suspended;
    }

    private static long read(int clock) {
        ByteBuffer time = TIMESPEC.get();
        if (LibC.clock_gettime(clock, time) != 0) {
            throw new LastErrorException(Native.getLastError());
        }
        return time.getLong(0) * 1_000_000_000L + time.getLong(8);
    }

    /**
     * Gives the calling thread, and those it starts, a nice value. One below 0 needs CAP_SYS_NICE or a limit that allows
     * it (RLIMIT_NICE).
     *
     * @param nice -20 to 19; others run the rarer beside the thread, the lower it is ({@code sched(7)})
     * @return whether that was allowed
     */
    public static boolean setPriority(int nice) {
        return LibC.setpriority(PRIO_PROCESS, 0, nice) == 0;
    }

    /**
     * As {@link #setPriority(int)}, for threads that this process has already, those of the virtual machine among them.
     *
     * @param nice the nice value of a thread by its name, of which Linux keeps 15 bytes; empty to leave it as it is
     * @return whether that was allowed for each
     */
    public static boolean setPriorities(Function<String, OptionalInt> nice) {
        List<Path> threads;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            threads = tasks.toList();
        } catch (IOException _) {
            return false;
        }
        boolean allowed = true;
        for (Path thread : threads) {
            OptionalInt wanted = nice.apply(name(thread));
            if (wanted.isPresent()) {
                int id = Integer.parseInt(String.valueOf(thread.getFileName()));
                allowed &= LibC.setpriority(PRIO_PROCESS, id, wanted.getAsInt()) == 0;
            }
        }
        return allowed;
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException _) {
            return ""; // It has ended.
        }
    }
}
