package dev.baton.lb.affinity;

/** Takes entries as they lie in the table; called under a lock, so it must be quick. */
interface EntrySink {

    /** @return false if it has no room: the entry is offered again */
    boolean entry(long high, long low, long version, long meta, int expiry);

    /** An entry that was pushed out. */
    default boolean drop(long high, long low, long version) {
        return true;
    }
}
