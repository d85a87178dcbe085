package dev.baton.floatingip;

/** Watches interfaces and addresses of this machine; one subscription serves everybody. */
public interface InterfaceMonitor extends AutoCloseable {

    /**
     * Begins to watch; the listener first hears the present state of every interface, then each change.
     *
     * @throws FloatingIpException if the kernel refuses the subscription
     */
    void start(Listener listener) throws FloatingIpException;

    @Override
    void close();

    /** Called on the monitor's own thread; must not block. */
    interface Listener {

        /**
         * @param usable whether the interface exists, is administratively up and has a carrier
         */
        void onInterface(String interfaceName, boolean usable);

        /** An address has left an interface, whoever took it away; an expired lifetime counts. */
        void onAddressRemoved(FloatingAddress address);
    }
}
