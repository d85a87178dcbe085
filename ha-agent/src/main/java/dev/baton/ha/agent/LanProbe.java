package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.Prober;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for all addresses of a group side by side, each on a thread of its own: a question blocks. */
public final class LanProbe implements AddressProbe {

    /**
     * A kernel on the same LAN answers within a millisecond, and the question is asked three times. It is paid in each
     * takeover whose cause is silence, so it is not longer than that needs.
     */
    static final Duration PATIENCE = Duration.ofMillis(25);

    private static final Logger log = LoggerFactory.getLogger(LanProbe.class);

    private final Prober prober;
    private final ThreadFactory threads =
            Thread.ofPlatform().daemon().name("baton-probe-", 1).factory();

    public LanProbe(Prober prober) {
        this.prober = requireNonNull(prober, "prober is null");
    }

    @Override
    public void probe(List<FloatingAddress> addresses, Consumer<Boolean> verdict) {
        AtomicInteger open = new AtomicInteger(addresses.size());
        for (FloatingAddress address : addresses) {
            threads.newThread(() -> {
                        if (answered(address)) {
                            // None of the others can bring it down to zero any more.
                            if (open.getAndSet(Integer.MIN_VALUE) > 0) {
                                verdict.accept(true);
                            }
                        } else if (open.decrementAndGet() == 0) {
                            verdict.accept(false);
                        }
                    })
                    .start();
        }
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
