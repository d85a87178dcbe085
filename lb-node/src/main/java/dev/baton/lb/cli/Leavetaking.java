package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Floating IPs whose clients hear of it when theirs is about to go: nothing can be sent from an address that is gone. How
 * many hear it depends on how busy the event loops are, and those that do not are reset by the next owner.
 */
final class Leavetaking implements FloatingIp {

    /** So long the addresses that go together may have to wait in all: less than a heartbeat. */
    static final Duration BOUND = Duration.ofMillis(5);

    private static final long TOGETHER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FloatingIp addresses;
    private final BiConsumer<InetAddress, Duration> farewell;
    private long beganNanos = System.nanoTime() - TOGETHER_NANOS;
    private long spentNanos;

    /** @param farewell tells the clients of an address, and returns within the time that it is given */
    Leavetaking(FloatingIp addresses, BiConsumer<InetAddress, Duration> farewell) {
        this.addresses = addresses;
        this.farewell = farewell;
    }

    @Override
    public boolean release(FloatingAddress address) throws FloatingIpException {
        if (isReachable(address.interfaceName())) {
            tell(address.prefix().address());
        }
        return addresses.release(address);
    }

    private void tell(InetAddress address) {
        long now = System.nanoTime();
        if (now - beganNanos >= TOGETHER_NANOS) {
            beganNanos = now;
            spentNanos = 0;
        }
        farewell.accept(address, Duration.ofNanos(Math.max(0, BOUND.toNanos() - spentNanos)));
        spentNanos += System.nanoTime() - now;
    }

    /** Behind a cable that is out nobody hears anything, and it may be back before anybody has noticed. */
    private static boolean isReachable(String name) {
        try {
            NetworkInterface network = NetworkInterface.getByName(name);
            return network != null && network.isUp();
        } catch (SocketException _) {
            return false;
        }
    }

    @Override
    public void bind(FloatingAddress address, Duration lease) throws FloatingIpException {
        addresses.bind(address, lease);
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) throws FloatingIpException {
        return addresses.renew(address, lease);
    }

    @Override
    public boolean holds(FloatingAddress address) throws FloatingIpException {
        return addresses.holds(address);
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        addresses.announce(address);
    }

    @Override
    public void close() {
        addresses.close();
    }
}
