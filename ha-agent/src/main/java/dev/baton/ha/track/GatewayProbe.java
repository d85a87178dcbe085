package dev.baton.ha.track;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.Prober;
import java.net.InetAddress;
import java.time.Duration;

/** Asks a neighbour, by ARP or NDP, whether it is there: a router answers these even where it drops pings. */
public final class GatewayProbe implements Probe {

    private final Prober prober;
    private final String interfaceName;
    private final InetAddress address;
    private final Duration timeout;

    public GatewayProbe(Prober prober, String interfaceName, InetAddress address, Duration timeout) {
        this.prober = requireNonNull(prober, "prober is null");
        this.interfaceName = requireNonNull(interfaceName, "interfaceName is null");
        this.address = requireNonNull(address, "address is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
    }

    @Override
    public Finding look() {
        try {
            return switch (prober.probe(interfaceName, address, timeout)) {
                case Prober.Answered _ -> Finding.GOOD;
                case Prober.Silent() ->
                    Finding.bad(address.getHostAddress() + " does not answer on " + interfaceName + " within "
                            + timeout.toMillis() + " ms");
            };
        } catch (FloatingIpException e) {
            return Finding.bad(String.valueOf(e.getMessage()));
        }
    }
}
