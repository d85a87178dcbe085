package dev.baton.ha.track;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.InterfaceMonitor;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Trackers of interfaces: hears what the monitor tells its listener, so that one subscription serves the addresses'
 * own interfaces and these. A carrier does not flap like a probe; each of its changes counts at once.
 */
public final class TrackedInterfaces implements InterfaceMonitor {

    private final InterfaceMonitor monitor;
    private final List<Tracked> tracked;
    private final Predicate<String> exists;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /**
     * @param tracker the tracker's name, one of its own
     * @param interfaceName the interface that it follows
     */
    public record Tracked(String tracker, String interfaceName, FlipListener listener) {}

    public TrackedInterfaces(InterfaceMonitor monitor, List<Tracked> tracked) {
        this(monitor, tracked, TrackedInterfaces::exists);
    }

    TrackedInterfaces(InterfaceMonitor monitor, List<Tracked> tracked, Predicate<String> exists) {
        this.monitor = requireNonNull(monitor, "monitor is null");
        this.tracked = List.copyOf(tracked);
        this.exists = exists;
    }

    /** A monitor never tells of an interface that is not there, so that one has to be asked for. */
    @Override
    public void start(Listener listener) throws FloatingIpException {
        for (Tracked each : tracked) {
            if (!exists.test(each.interfaceName())) {
                report(each, false, "interface " + each.interfaceName() + " does not exist");
            }
        }
        monitor.start(new Tee(listener));
    }

    private void report(Tracked each, boolean usable, String why) {
        boolean flipped = usable ? failing.remove(each.tracker()) : failing.add(each.tracker());
        if (flipped) {
            each.listener().onFlip(each.tracker(), usable, why);
        }
    }

    private static boolean exists(String interfaceName) {
        try {
            return NetworkInterface.getByName(interfaceName) != null;
        } catch (SocketException _) {
            return false;
        }
    }

    @Override
    public void close() {
        monitor.close();
    }

    private final class Tee implements Listener {

        private final Listener listener;

        Tee(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onInterface(String interfaceName, boolean usable) {
            String why = usable ? "" : "interface " + interfaceName + " is down, gone or without carrier";
            tracked.stream()
                    .filter(each -> each.interfaceName().equals(interfaceName))
                    .forEach(each -> report(each, usable, why));
            listener.onInterface(interfaceName, usable);
        }

        @Override
        public void onAddressRemoved(FloatingAddress address) {
            listener.onAddressRemoved(address);
        }
    }
}
