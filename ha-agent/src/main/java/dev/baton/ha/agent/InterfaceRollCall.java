package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingIpException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Waits until the monitor has reported every interface that is needed: one that does not exist is never reported. */
final class InterfaceRollCall {

    /** Only for a machine that is too busy to answer: whether the interfaces exist was looked at before. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> missing;

    InterfaceRollCall(Set<String> needed) {
        missing = new HashSet<>(needed);
    }

    void present(String interfaceName) {
        lock.lock();
        try {
            missing.remove(interfaceName);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @throws FloatingIpException if an interface is not there; it names the interface and the way out */
    void await() throws FloatingIpException {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!missing.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!missing.isEmpty()) {
                throw new FloatingIpException(
                        "interface " + String.join(", ", missing) + " of the floating IPs does not exist on this node;"
                                + " ip link lists those that do",
                        0);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new FloatingIpException("interrupted while waiting for the list of interfaces", 0);
        } finally {
            lock.unlock();
        }
    }
}
