package dev.baton.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Strikes the master of a whole pair under a client that asks all the time, measures, and makes it whole again. */
public final class FaultRunner implements AutoCloseable {
    private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(20);

    /** Longer than any lease of the contenders: who has not let go by then does not. */
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(4);

    private final HaPair pair;
    private final OwnerMonitor owners;
    private final OutageProbe client;
    private final ArpWatch arp;
    private final Random random;
    private final Duration rest;

    /** Strikes again as soon as the pair is whole: a node may have started just before. */
    public FaultRunner(HaPair pair, long seed) {
        this(pair, seed, Duration.ZERO);
    }

    /**
     * Starts a client that asks the HTTP frontend every 2 ms, and another host that asks who has the address.
     *
     * @param seed of what is random about a fault
     * @param rest for how long the pair has been whole when it is struck
     */
    public FaultRunner(HaPair pair, long seed, Duration rest) {
        this.pair = pair;
        this.random = new Random(seed);
        this.rest = rest;
        this.owners = pair.stage().owners();
        this.client = OutageProbe.start(pair.stage().lab(), pair.stage().client(), Stage.HTTP);
        this.arp = pair.stage().watchArp();
    }

    /** Returns when the pair is whole again; throws {@link LabException}, with the logs, when it does not get so far. */
    public FaultResult run(Fault fault) {
        try {
            return strikeAndHeal(fault);
        } catch (LabException e) {
            throw new LabException("%s: %s%n%s".formatted(fault.description(), e.getMessage(), pair.describe()), e);
        }
    }

    private FaultResult strikeAndHeal(Fault fault) {
        HaNode master = pair.master();
        client.awaitSteady(TAKEOVER_TIMEOUT);
        if (rest.isPositive()) {
            pair.stage()
                    .client()
                    .exec("sleep", String.valueOf(rest.toMillis() / 1e3))
                    .orThrow();
        }
        client.mark();

        Instant at = Instant.now();
        fault.strike(master, random);
        if (fault.movesAddress()) {
            owners.awaitHeldBy(pair.peerOf(master).name(), TAKEOVER_TIMEOUT);
        }
        client.awaitSteady(TAKEOVER_TIMEOUT);
        WindowResult takeover = client.mark();

        if (fault.movesAddress()) {
            // A restarted node clears leftovers: healing earlier would hide how long the address stayed behind.
            owners.releasedWithin(master.name(), RELEASE_TIMEOUT);
        }
        fault.heal(master);
        pair.awaitWhole();
        client.awaitSteady(TAKEOVER_TIMEOUT);
        return new FaultResult(
                fault,
                master.name(),
                pair.master().name(),
                at,
                takeover,
                client.mark(),
                extraMoves(fault, master, at),
                owners.longestOverlap(at),
                arp.longestDouble(at));
    }

    /** Only one of the addresses is counted: they move together. */
    private int extraMoves(Fault fault, HaNode master, Instant at) {
        long gains = owners.changesSince(at).stream()
                .filter(change -> change.added() && change.ip().equals(Stage.FLOATING_IP))
                .count();
        boolean mayMove = fault != Fault.INTERCONNECT && !pair.master().name().equals(master.name());
        return (int) gains - (mayMove ? 1 : 0);
    }

    @Override
    public void close() {
        client.close();
    }
}
