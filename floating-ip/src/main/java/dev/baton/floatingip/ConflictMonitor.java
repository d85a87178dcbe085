package dev.baton.floatingip;

import java.net.InetAddress;

/** Listens on the LAN for others that claim an address which this machine holds, or ask whether one is free. */
public interface ConflictMonitor extends AutoCloseable {

    /**
     * Begins to listen on all interfaces.
     *
     * @throws FloatingIpException if the sockets cannot be opened
     */
    void start(Listener listener) throws FloatingIpException;

    /** How many claims were heard since the start. */
    long conflicts();

    @Override
    void close();

    /** Called on the monitor's own thread for every claim and question; must not block. */
    interface Listener {

        /**
         * @param other who sent an ARP packet or neighbour advertisement for the address that we hold
         */
        void onConflict(FloatingAddress address, MacAddress other);

        /**
         * Somebody is about to take an address, any, if nobody has it: a probe, which is a conflict for whoever is about
         * to do the same (RFC 5227 section 2.1.1).
         *
         * @param asker who sent the probe
         * @param own the hardware address of the interface on which it was heard
         */
        void onQuestion(String interfaceName, InetAddress address, MacAddress asker, MacAddress own);
    }
}
