package dev.baton.ha.jgroups;

/**
 * What the interconnect's threads do first, as to set their priorities.
 *
 * @param reader of each that hears of a peer's life or end
 * @param worker of each that handles all else; it may have been started by one of the former
 */
public record ThreadStarts(Runnable reader, Runnable worker) {

    /** All threads are alike. */
    public static final ThreadStarts PLAIN = new ThreadStarts(() -> {}, () -> {});
}
