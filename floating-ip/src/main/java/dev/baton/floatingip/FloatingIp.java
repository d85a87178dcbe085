package dev.baton.floatingip;

import java.time.Duration;

/**
 * Holds and announces floating IP addresses on this machine's interfaces.
 *
 * <p>Every operation is idempotent. Implementations may be called from one thread at a time; none of the calls blocks
 * longer than a round trip to the kernel.
 */
public interface FloatingIp extends AutoCloseable {

    /**
     * Puts the address on its interface, or takes over the lifetime of one that is there and ours.
     *
     * @param lease how long the kernel keeps the address unless it is renewed, in whole seconds; zero keeps it for good
     * @throws FloatingIpException if the address is not on the interface afterwards
     */
    void bind(FloatingAddress address, Duration lease) throws FloatingIpException;

    /**
     * Extends the lifetime of an address that is still there. An address that has gone is never put back: its absence
     * is the proof that somebody else may own it by now.
     */
    Renewal renew(FloatingAddress address, Duration lease) throws FloatingIpException;

    /**
     * Takes the address off its interface.
     *
     * @return whether it was there
     */
    boolean release(FloatingAddress address) throws FloatingIpException;

    /** Whether the address is on its interface now. */
    boolean holds(FloatingAddress address) throws FloatingIpException;

    /**
     * Tells the LAN once that the address is here: a gratuitous ARP request and reply (RFC 5227 section 3), or an
     * unsolicited neighbour advertisement with the override flag (RFC 4861 section 7.2.6).
     *
     * @throws FloatingIpException if the address is not held any more, or a frame could not be sent
     */
    void announce(FloatingAddress address) throws FloatingIpException;

    @Override
    void close();

    /** What a renewal found. */
    enum Renewal {
        /** The address was there and its lifetime starts anew. */
        HELD,
        /** The address was not there any more: it expired, or somebody removed it. */
        GONE
    }
}
