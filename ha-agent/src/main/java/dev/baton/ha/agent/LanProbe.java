package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.Prober;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for all addresses of a group side by side. */
public final class LanProbe implements AddressProbe {

    /**
     * A kernel on the same LAN answers within a millisecond, and the question is asked three times. It is paid in each
     * takeover whose cause is silence, so it is not longer than that needs.
     */
    private static final Duration PATIENCE = Duration.ofMillis(25);

    private static final Logger log = LoggerFactory.getLogger(LanProbe.class);

    private final Prober prober;

    public LanProbe(Prober prober) {
        this.prober = requireNonNull(prober, "prober is null");
    }

    @Override
    public void probe(List<FloatingAddress> addresses, Consumer<Boolean> verdict) {
        Questions.ask(
                addresses.stream()
                        .<BooleanSupplier>map(address -> () -> answered(address))
                        .toList(),
                verdict);
    }

    /** An interface that cannot be asked on has nobody who could be told apart from silence. */
    private boolean answered(FloatingAddress address) {
        try {
            return prober.probe(address.interfaceName(), address.prefix().address(), PATIENCE)
                    instanceof Prober.Answered;
        } catch (FloatingIpException e) {
            log.warn("the LAN could not be asked who has {}: {}", address, e.getMessage());
            return false;
        }
    }
}
