package dev.baton.lb.proxy.access;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Tells when clients get their first answer at addresses that have just come to this node. While nobody waits for that,
 * which is nearly always, it costs one read for each piece of an answer. Any thread may call.
 */
public final class FirstAnswers {

    // Guarded by this.
    private final Map<String, Wait> waits = new HashMap<>();
    private volatile boolean waiting;

    private record Wait(Set<InetAddress> addresses, Runnable told) {}

    /**
     * Waits for the next answer, once.
     *
     * @param name replaces whoever waits by the same name
     * @param told runs on an event loop, and must not block
     */
    public synchronized void await(String name, Set<InetAddress> addresses, Runnable told) {
        waits.put(name, new Wait(Set.copyOf(addresses), told));
        waiting = true;
    }

    /** Waits by that name no more. */
    public synchronized void forget(String name) {
        waits.remove(name);
        waiting = !waits.isEmpty();
    }

    /** A client of this connection gets an answer. */
    void served(Channel client) {
        if (waiting && client.localAddress() instanceof InetSocketAddress local) {
            served(local.getAddress());
        }
    }

    private synchronized void served(InetAddress address) {
        for (Iterator<Wait> each = waits.values().iterator(); each.hasNext(); ) {
            Wait wait = each.next();
            if (wait.addresses().contains(address)) {
                each.remove();
                waiting = !waits.isEmpty();
                wait.told().run();
                return;
            }
        }
    }
}
