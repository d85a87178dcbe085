package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks the witness together with the LAN: silence means something only to a node that is not cut off itself. What the
 * witness says is reported before the verdict, so that the election has heard it by then.
 */
public final class WitnessedProbe implements AddressProbe {

    private final AddressProbe lan;
    private final Witness witness;
    private final Consumer<Boolean> report;

    /** @param report told whether a witness can be reached, such as {@link HaAgent#reportWitness} */
    public WitnessedProbe(AddressProbe lan, Witness witness, Consumer<Boolean> report) {
        this.lan = lan;
        this.witness = witness;
        this.report = report;
    }

    @Override
    public void probe(List<FloatingAddress> addresses, Consumer<Boolean> verdict) {
        CompletableFuture<Boolean> reachable = new CompletableFuture<>();
        witness.ask(reachable::complete);
        lan.probe(addresses, answered -> {
            if (answered) {
                verdict.accept(true);
                return;
            }
            reachable.thenAccept(reached -> {
                report.accept(reached);
                if (reached) {
                    verdict.accept(false);
                } else {
                    // It was waited for so long that the LAN may have another answer by now.
                    lan.probe(addresses, verdict);
                }
            });
        });
    }
}
