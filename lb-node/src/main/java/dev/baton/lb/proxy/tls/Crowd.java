package dev.baton.lb.proxy.tls;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The clients of one frontend that are in the middle of a handshake. There may be so many; with one more the oldest has to
 * go. Those that mean it are through in two round trips, so it is one that only holds a place, unless somebody sends
 * thousands a second.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Crowd {

    private final int most;
    private final Consumer<Channel> dismissed;
    private final AtomicInteger size = new AtomicInteger();
    private final Map<EventLoop, LinkedHashSet<Channel>> byLoop = new ConcurrentHashMap<>();

    /** @param dismissed hears of those that had to go; they are closed afterwards */
    Crowd(int most, Consumer<Channel> dismissed) {
        this.most = most;
        this.dismissed = dismissed;
    }

    /** A handshake begins. The oldest is one of the same loop, because only that may look at it. */
    void enter(Channel client) {
        LinkedHashSet<Channel> here = byLoop.computeIfAbsent(client.eventLoop(), _ -> new LinkedHashSet<>());
        here.add(client);
        if (size.incrementAndGet() > most) {
            Channel oldest = here.getFirst();
            dismissed.accept(oldest);
            boolean _ = leave(oldest);
            oldest.close();
        }
    }

    /**
     * It is over.
     *
     * @return whether it was under way until now
     */
    boolean leave(Channel client) {
        LinkedHashSet<Channel> here = byLoop.get(client.eventLoop());
        boolean there = here != null && here.remove(client);
        if (there) {
            size.decrementAndGet();
        }
        return there;
    }
}
