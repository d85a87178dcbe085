package dev.baton.lab;

import java.time.Duration;
import java.time.Instant;

/** Strikes the master of a whole pair under a client that asks all the time, measures, and makes it whole again. */
public final class FaultRunner implements AutoCloseable {
    private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(10);

    /** Longer than any lease that the default config gives. */
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(5);

    private final Pair pair;
    private final OutageProbe client;

    /** Starts a client that asks the HTTP frontend every 2 ms. */
    public FaultRunner(Pair pair) {
        this.pair = pair;
        this.client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP);
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
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        client.awaitSteady(TAKEOVER_TIMEOUT);
        client.mark();

        Instant at = Instant.now();
        fault.strike(master);
        pair.owners().awaitHeldBy(heir.name(), TAKEOVER_TIMEOUT);
        client.awaitSteady(TAKEOVER_TIMEOUT);
        WindowResult takeover = client.mark();

        // A restarted node clears leftovers: healing earlier would hide how long the address stayed behind.
        pair.owners().awaitReleasedBy(master.name(), RELEASE_TIMEOUT);
        fault.heal(master);
        pair.awaitWhole();
        client.awaitSteady(TAKEOVER_TIMEOUT);
        return new FaultResult(
                fault,
                master.name(),
                heir.name(),
                at,
                takeover,
                client.mark(),
                extraMoves(at),
                pair.owners().longestOverlap(at));
    }

    /** Only one of the addresses is counted: they move together. */
    private int extraMoves(Instant at) {
        long gains = pair.owners().changesSince(at).stream()
                .filter(change -> change.added() && change.ip().equals(Pair.FLOATING_IP))
                .count();
        return (int) gains - 1;
    }

    @Override
    public void close() {
        client.close();
    }
}
