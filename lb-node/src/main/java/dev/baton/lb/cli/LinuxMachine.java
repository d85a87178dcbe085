package dev.baton.lb.cli;

import dev.baton.floatingip.linux.LinuxThreads;
import dev.baton.ha.agent.Machine;
import dev.baton.ha.jgroups.ThreadStarts;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine that the node runs on. */
final class LinuxMachine implements Machine {

    private static final Logger log = LoggerFactory.getLogger(LinuxMachine.class);

    /** Before anything that serves traffic, and behind what the kernel itself needs. */
    private static final int ELECTION_NICE = -15;

    /** Behind the election alone. */
    private static final int CLIENT_NICE = -10;

    /**
     * Of what carries the traffic and of what tells the other nodes of it: three times the processor of an ordinary thread
     * that wants it too. Those are backups and log shippers, but also the compiler of the own JVM, which wants the most
     * when a node has just started.
     */
    private static final int NODE_NICE = -5;

    /** While these work, or wait for the processor to, every other thread of the virtual machine stands still. */
    private static final List<String> HALTING = List.of("VM Thread", "GC Thread");

    private static final List<String> LATER = List.of("C1 Compiler", "C2 Compiler");

    /** What the election hears comes with its own priority, whose loop says where that is not allowed; all else behind. */
    static final ThreadStarts INTERCONNECT = new ThreadStarts(() -> prefer(ELECTION_NICE), () -> prefer(NODE_NICE));

    @Override
    public long suspendedNanos() {
        return LinuxThreads.suspendedNanos();
    }

    @Override
    public void raisePriority() {
        if (!LinuxThreads.setPriority(ELECTION_NICE)) {
            log.warn(
                    "thread {} keeps its ordinary priority: CAP_SYS_NICE or a limit on nice values (LimitNICE={}) would"
                            + " let it run on time on a busy machine",
                    Thread.currentThread().getName(),
                    ELECTION_NICE);
        }
    }

    /** Lets a client that measures have no part in what it measures, where that is allowed. */
    static void preferClient() {
        prefer(CLIENT_NICE);
    }

    private static void prefer(int nice) {
        boolean _ = LinuxThreads.setPriority(nice);
    }

    /** Lets this process run before other programs, where that is allowed; the election says where not. */
    static void preferNode() {
        boolean _ = LinuxThreads.setPriorities(LinuxMachine::nice);
    }

    private static OptionalInt nice(String thread) {
        if (LATER.stream().anyMatch(thread::startsWith)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(HALTING.stream().anyMatch(thread::startsWith) ? ELECTION_NICE : NODE_NICE);
    }
}
