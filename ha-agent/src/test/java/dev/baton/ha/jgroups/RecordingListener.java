package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.vrrp.Advertisement;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps what an interconnect delivers, until a test asks for it. */
final class RecordingListener implements Interconnect.Listener {

    /** What was delivered, and when ({@link System#nanoTime()}). */
    record Event(String kind, String node, @Nullable Object value, long atNanos) {}

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void onAdvertisement(Advertisement advertisement) {
        events.add(new Event("advertisement", advertisement.node(), advertisement, System.nanoTime()));
    }

    @Override
    public void onCommand(String from, Command command) {
        events.add(new Event("command", from, command, System.nanoTime()));
    }

    @Override
    public void onState(String from, byte[] message) {
        events.add(new Event("state", from, message, System.nanoTime()));
    }

    @Override
    public void onPeerDied(String node) {
        events.add(new Event("died", node, null, System.nanoTime()));
    }

    @Override
    public void onPeerLeft(String node) {
        events.add(new Event("left", node, null, System.nanoTime()));
    }

    /** The next event that is none of {@code ignored}, or null after the time. */
    @Nullable Event next(Predicate<Event> wanted, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null || wanted.test(event)) {
                return event;
            }
        }
    }

    Event await(String kind, String node) throws InterruptedException {
        Event event = next(e -> e.kind().equals(kind) && e.node().equals(node), 10);
        if (event == null) {
            throw new AssertionError("no \"%s\" of %s within 10 s".formatted(kind, node));
        }
        return event;
    }
}
