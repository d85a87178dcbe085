package dev.baton.lb.proxy.loop;

/** User event for a client's channel: finish what runs, and go. */
public enum Drain {
    /** Who asks for nothing at the moment is let go at once: the node ends. */
    AT_ONCE,
    /** Who may be about to ask is answered once more, and hears then that it was the last time. */
    AFTER_ANSWER,
    /** The address goes away, and with it the way to the client: there is time for one word. */
    LAST_WORD
}
