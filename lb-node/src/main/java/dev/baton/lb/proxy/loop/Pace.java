package dev.baton.lb.proxy.loop;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does costly work of an event loop a little in each of its turns, in the order in which it came: whoever wants little must
 * not wait until all of it is done. With nothing else to do the loop's turns follow one another at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
public final class Pace {

    /** So much longer than without it may a turn take, and the last piece of work. */
    private static final long SHARE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final EventLoop loop;
    private final LongSupplier nanos;
    private final ArrayDeque<Runnable> line = new ArrayDeque<>();
    private boolean due;

    Pace(EventLoop loop, LongSupplier nanos) {
        this.loop = loop;
        this.nanos = nanos;
    }

    /** Does it when its turn has come, never at once; on the loop alone. */
    public void add(Runnable work) {
        line.add(work);
        next();
    }

    /** A task that is due is done in the next turn, behind what sockets have brought; one that is executed in this one. */
    private void next() {
        if (!due) {
            due = true;
            loop.schedule(this::turn, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void turn() {
        due = false;
        long began = nanos.getAsLong();
        try {
            while (!line.isEmpty() && nanos.getAsLong() - began < SHARE_NANOS) {
                line.remove().run();
            }
        } finally {
            if (!line.isEmpty()) {
                next();
            }
        }
    }
}
