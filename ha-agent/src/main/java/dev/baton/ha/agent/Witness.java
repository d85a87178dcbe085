package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses beyond the nodes, such as the gateway, that tell a node whether it is cut off. One that is on a LAN of the
 * floating IPs answers ARP or neighbour discovery, which no packet filter drops; any other is asked by ICMP echo.
 */
public final class Witness {

    /** A witness that is there answers sooner, and only the first answer is waited for. */
    private static final Duration ON_LAN = Duration.ofMillis(100);

    private static final Duration BEYOND = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Witness.class);

    private final List<BooleanSupplier> questions = new ArrayList<>();

    /**
     * @param interfaces where the floating IPs live
     * @param addresses the witnesses; one that answers is enough
     */
    public Witness(Prober prober, Collection<String> interfaces, Collection<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            interfaces.forEach(name -> questions.add(() -> answersOnLan(prober, name, address)));
            questions.add(() -> answersEcho(address));
        }
    }

    /** @param verdict called once, from any thread, within about half a second: whether one can be reached */
    void ask(Consumer<Boolean> verdict) {
        Questions.ask(questions, verdict);
    }

    private static boolean answersOnLan(Prober prober, String interfaceName, InetAddress address) {
        try {
            return prober.probe(interfaceName, address, ON_LAN) instanceof Prober.Answered;
        } catch (FloatingIpException e) {
            log.debug("witness {} cannot be asked for on {}", address.getHostAddress(), interfaceName, e);
            return false;
        }
    }

    private static boolean answersEcho(InetAddress address) {
        try {
            return address.isReachable(Math.toIntExact(BEYOND.toMillis()));
        } catch (IOException e) {
            log.debug("witness {} cannot be reached", address.getHostAddress(), e);
            return false;
        }
    }
}
