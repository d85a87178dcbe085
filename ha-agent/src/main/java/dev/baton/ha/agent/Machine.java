package dev.baton.ha.agent;

/** What the election needs of the machine it runs on, beyond networks. */
public interface Machine {

    /**
     * How long the machine has been suspended since it was booted, in nanoseconds: what CLOCK_BOOTTIME counts and
     * CLOCK_MONOTONIC does not.
     */
    long suspendedNanos();

    /** Lets the calling thread, and those it starts, run before others; says so in the log if that is not allowed. */
    void raisePriority();

    /** A machine that is never suspended and treats all threads alike. */
    Machine PLAIN = new Machine() {
        @Override
        public long suspendedNanos() {
            return 0;
        }

        @Override
        public void raisePriority() {}
    };
}
