package dev.baton.ha.track;

/** Finds out one thing about this node; asked again and again, by one thread at a time. */
@FunctionalInterface
public interface Probe {

    /** Looks once; may block as long as its own timeout, and is interrupted when the node stops. */
    Finding look();
}
