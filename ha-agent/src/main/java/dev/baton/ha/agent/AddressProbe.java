package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingAddress;
import java.util.List;
import java.util.function.Consumer;

/** Asks the service LAN whether anybody else answers for addresses (RFC 5227 ARP probe, RFC 4861 solicitation). */
@FunctionalInterface
public interface AddressProbe {

    /**
     * Sends one probe for each address and returns at once.
     *
     * @param verdict to be called once, from any thread, within a few tens of milliseconds: true as soon as anybody has
     *     answered for one of the addresses, false if nobody has in the time that the LAN needs
     */
    void probe(List<FloatingAddress> addresses, Consumer<Boolean> verdict);
}
