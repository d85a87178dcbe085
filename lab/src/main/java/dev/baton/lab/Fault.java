package dev.baton.lab;

import java.time.Duration;

/** What can befall the master of a pair, and how it is made good. */
public enum Fault {
    /** The process dies without a word. */
    KILL("kill -9 of the master") {
        @Override
        void strike(BatonNode master) {
            master.program().kill("KILL");
        }

        @Override
        void heal(BatonNode struck) {
            struck.restart();
        }
    },
    /** The cable is pulled: service LAN and interconnect at once. */
    LINK("link cut of the master") {
        @Override
        void strike(BatonNode master) {
            master.host().linkDown();
        }

        @Override
        void heal(BatonNode struck) {
            struck.host().linkUp();
        }
    },
    /** The process is asked to end. */
    TERM("SIGTERM of the master") {
        @Override
        void strike(BatonNode master) {
            master.program().kill("TERM");
        }

        @Override
        void heal(BatonNode struck) {
            int code = struck.program().awaitExit(Duration.ofSeconds(15));
            if (code != 0) {
                throw new LabException("%s ended with exit code %d after SIGTERM; its log:%n%s"
                        .formatted(
                                struck.name(),
                                code,
                                String.join("\n", struck.program().lines())));
            }
            struck.restart();
        }
    },
    /** An operator moves the address. */
    SWITCHOVER("switchover") {
        @Override
        void strike(BatonNode master) {
            master.command("switchover").orThrow();
        }

        @Override
        void heal(BatonNode struck) {
            // Nothing is broken.
        }
    };

    private final String description;

    Fault(String description) {
        this.description = description;
    }

    /** A few words for tables. */
    public String description() {
        return description;
    }

    abstract void strike(BatonNode master);

    abstract void heal(BatonNode struck);
}
