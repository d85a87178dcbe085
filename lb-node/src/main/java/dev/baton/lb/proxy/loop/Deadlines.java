package dev.baton.lb.proxy.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The deadlines of one event loop, looked at ten times a second: none fires early, none later than a tick. */
public final class Deadlines {

    private static final long TICK_MILLIS = 100;

    private final EventLoop loop;
    private Deadline[] slots = new Deadline[64];
    private int size;
    private @Nullable Future<?> ticking;

    Deadlines(EventLoop loop) {
        this.loop = loop;
    }

    /** Begins to watch one; it must have been set. */
    public void add(Deadline deadline) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
        }
        deadline.slot = size;
        slots[size++] = deadline;
        if (ticking == null) {
            ticking = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops watching one; does nothing when it isn't watched. */
    @SuppressWarnings("NullAway") // slots beyond size are null
    public void remove(Deadline deadline) {
        if (deadline.slot < 0) {
            return;
        }
        Deadline last = slots[--size];
        slots[deadline.slot] = last;
        last.slot = deadline.slot;
        slots[size] = null;
        deadline.slot = -1;
    }

    private void tick() {
        long now = System.nanoTime();
        // Backwards, because whatever expires may remove itself, which moves the last one into its place.
        for (int i = size - 1; i >= 0; i--) {
            if (i < size && slots[i].atNanos - now <= 0) {
                slots[i].expired();
            }
        }
        if (size == 0 && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }
}
