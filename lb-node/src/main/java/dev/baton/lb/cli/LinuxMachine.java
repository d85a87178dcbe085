package dev.baton.lb.cli;

import dev.baton.floatingip.linux.LinuxThreads;
import dev.baton.ha.agent.Machine;

/** The machine that the node runs on. */
final class LinuxMachine implements Machine {

    @Override
    public long suspendedNanos() {
        return LinuxThreads.suspendedNanos();
    }

    @Override
    public void raisePriority() {
        LinuxThreads.raisePriority();
    }
}
