package dev.baton.floatingip;

/** Listens on the LAN for others that claim an address which this machine holds. */
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

    /** Called on the monitor's own thread for every claim; must not block. */
    @FunctionalInterface
    interface Listener {

        /**
         * @param other who sent an ARP packet or neighbour advertisement for the address that we hold
         */
        void onConflict(FloatingAddress address, MacAddress other);
    }
}
