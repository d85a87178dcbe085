package dev.baton.lb.proxy.loop;

/** User event for a client's channel: finish what runs, begin nothing new, then close. */
public enum Drain {
    DRAIN
}
