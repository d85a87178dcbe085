package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;

/** Finds out whether anybody on a LAN answers for an address: a floating IP's owner, a gateway, a witness. */
public interface Prober {

    /**
     * Asks by an ARP probe (RFC 5227 section 2.1.1) or a neighbour solicitation (RFC 4862 section 5.4.2), neither of
     * which changes what anybody has cached; repeated a few times, as frames get lost. Blocks until somebody answers, at
     * most as long as said from the first question on, but for what a busy machine takes longer: nobody is silent who was
     * not asked, or whose answer waits to be read. Whether this machine itself has the address is not asked. May be called
     * from several threads.
     *
     * @throws FloatingIpException if the interface is missing or down, or the question cannot be sent
     */
    Result probe(String interfaceName, InetAddress address, Duration within) throws FloatingIpException;

    /** What a probe found. */
    sealed interface Result {}

    /**
     * Somebody answered.
     *
     * @param mac of who did
     */
    record Answered(MacAddress mac) implements Result {
        public Answered {
            requireNonNull(mac, "mac is null");
        }
    }

    /** Nobody answered within the time. */
    record Silent() implements Result {}
}
