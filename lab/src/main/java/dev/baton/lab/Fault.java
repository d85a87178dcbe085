package dev.baton.lab;

import java.util.Random;

/** What can befall the master of a pair, and how it is made good. */
public enum Fault {
    /** The process dies without a word. */
    KILL("kill -9 of the master", true) {
        @Override
        void strike(HaNode master, Random random) {
            master.signal("KILL");
        }

        @Override
        void heal(HaNode struck) {
            struck.restart();
        }
    },
    /** The cable is pulled: service LAN and interconnect at once. */
    LINK("link cut of the master", true) {
        @Override
        void strike(HaNode master, Random random) {
            master.host().linkDown();
        }

        @Override
        void heal(HaNode struck) {
            struck.host().linkUp();
        }
    },
    /** The process is asked to end. */
    TERM("SIGTERM of the master", true) {
        @Override
        void strike(HaNode master, Random random) {
            master.signal("TERM");
        }

        @Override
        void heal(HaNode struck) {
            struck.awaitStopped();
            struck.restart();
        }
    },
    /** An operator moves the address. */
    SWITCHOVER("switchover", true) {
        @Override
        void strike(HaNode master, Random random) {
            master.switchOver();
        }

        @Override
        void heal(HaNode struck) {
            // Nothing is broken.
        }
    },
    /** The process stands still for good, while its kernel goes on. */
    STOP("kill -STOP of the master", true) {
        @Override
        void strike(HaNode master, Random random) {
            master.signal("STOP");
        }

        @Override
        void heal(HaNode struck) {
            struck.signal("CONT");
        }
    },
    /** The process stands still for 0.1 to 5 s: a debugger, a swapping kernel, a live migration. */
    PAUSE("pause of the master", false) {
        @Override
        void strike(HaNode master, Random random) {
            master.signal("STOP");
            pass(master, random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS + 1));
            master.signal("CONT");
        }

        @Override
        void heal(HaNode struck) {
            // It goes on already.
        }
    },
    /** The nodes do not hear each other, their clients hear both. To be tried where they talk on a second network. */
    INTERCONNECT("interconnect cut", false) {
        @Override
        void strike(HaNode master, Random random) {
            master.host().cutOff(Stage.SECOND_NETWORK);
            pass(master, INTERCONNECT_CUT_MILLIS);
        }

        @Override
        void heal(HaNode struck) {
            struck.host().reconnect(Stage.SECOND_NETWORK);
        }
    };

    private static final int SHORTEST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    /** Longer than any lease or timer of the contenders. */
    private static final int INTERCONNECT_CUT_MILLIS = 5_000;

    private final String description;
    private final boolean movesAddress;

    Fault(String description, boolean movesAddress) {
        this.description = description;
        this.movesAddress = movesAddress;
    }

    /** A few words for tables. */
    public String description() {
        return description;
    }

    /** Whether the other node has to have the address afterwards; otherwise it may, or must not. */
    public boolean movesAddress() {
        return movesAddress;
    }

    /** Whether the nodes need an interconnect beside the service LAN for it to be this fault and no other. */
    public boolean needsSecondNetwork() {
        return this == INTERCONNECT;
    }

    abstract void strike(HaNode master, Random random);

    abstract void heal(HaNode struck);

    private static void pass(HaNode node, int millis) {
        node.host().exec("sleep", String.valueOf(millis / 1e3)).orThrow();
    }
}
