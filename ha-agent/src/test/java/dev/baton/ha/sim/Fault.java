package dev.baton.ha.sim;

/** What can befall a cluster. */
enum Fault {
    /** kill -9; in one of four cases without a dead man's switch. */
    CRASH,
    POWER_OFF,
    GRACEFUL_STOP,
    /** SIGSTOP, and SIGCONT later. */
    PAUSE,
    /** The whole machine stands still; its monotonic clock does not count that. */
    SUSPEND,
    /** The carrier of the LAN is lost, which the kernel tells. */
    LINK_DOWN,
    /** Some nodes are cut off the LAN, and no kernel notices. */
    LAN_SPLIT,
    /** No heartbeat gets anywhere, on no network; the LAN works. */
    INTERCONNECT_DOWN,
    /** The nodes fall into two sides that do not hear each other on one network or all. */
    PARTITION,
    /** One node does not hear another on any network. */
    ONE_WAY,
    /** Nobody hears a node, or it hears nobody. */
    DEAF_OR_MUTE,
    SWITCHOVER,
    BIND_REFUSED,
    /** Somebody takes an address off its owner. */
    VANISHED,
    TRACKER_FAULT,
    TRACKER_WEIGHT,
    MAINTENANCE,
    OUT_OF_SYNC,
    WITNESS_DOWN;

    /** Those that leave the LAN and all nodes as they are. */
    boolean ofInterconnect() {
        return switch (this) {
            case INTERCONNECT_DOWN, PARTITION, ONE_WAY, DEAF_OR_MUTE -> true;
            case CRASH, POWER_OFF, GRACEFUL_STOP, PAUSE, SUSPEND, LINK_DOWN, LAN_SPLIT -> false;
            case SWITCHOVER, BIND_REFUSED, VANISHED, TRACKER_FAULT, TRACKER_WEIGHT -> false;
            case MAINTENANCE, OUT_OF_SYNC, WITNESS_DOWN -> false;
        };
    }
}
