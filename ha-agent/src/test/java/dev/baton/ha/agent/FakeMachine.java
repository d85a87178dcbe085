package dev.baton.ha.agent;

/** Is suspended when the test says so. */
final class FakeMachine implements Machine {

    long suspendedNanos;

    @Override
    public long suspendedNanos() {
        return suspendedNanos;
    }

    @Override
    public void raisePriority() {}
}
