package dev.baton.lb.system;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import dev.baton.lab.Threads;

/**
 * One thread of another process, stopped as a debugger stops it (ptrace(2), PTRACE_SEIZE and PTRACE_INTERRUPT) while
 * the others run on. To be closed by the thread that made it, as ptrace demands.
 */
final class FrozenThread implements AutoCloseable {

    private static final int PTRACE_DETACH = 17;
    private static final int PTRACE_SEIZE = 0x4206;
    private static final int PTRACE_INTERRUPT = 0x4207;
    private static final LibC LIBC = Native.load("c", LibC.class);

    private final long thread;

    private FrozenThread(long thread) {
        this.thread = thread;
    }

    /** @param name how the thread's name begins, 15 bytes at most */
    static FrozenThread freeze(long process, String name) {
        FrozenThread frozen = new FrozenThread(Threads.named(process, name).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + process + " has no thread " + name)));
        frozen.request(PTRACE_SEIZE);
        frozen.request(PTRACE_INTERRUPT);
        return frozen;
    }

    @Override
    public void close() {
        request(PTRACE_DETACH);
    }

    private void request(int request) {
        NativeLong none = new NativeLong(0);
        long result = LIBC.ptrace(new NativeLong(request), new NativeLong(thread), none, none)
                .longValue();
        if (result != 0) {
            throw new IllegalStateException(
                    "ptrace " + request + " of thread " + thread + " failed: errno " + Native.getLastError());
        }
    }

    /** The C library; its own name for the function. */
    interface LibC extends Library {
        NativeLong ptrace(NativeLong request, NativeLong thread, NativeLong address, NativeLong data);
    }
}
