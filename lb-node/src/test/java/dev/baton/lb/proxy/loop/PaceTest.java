package dev.baton.lb.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicLong clock = new AtomicLong();
    private final Pace pace = new Pace(channel.eventLoop(), clock::get);
    private final List<Integer> done = new ArrayList<>();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void work(int number, int millis) {
        pace.add(() -> {
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
            done.add(number);
        });
    }

    private List<Integer> turn() {
        channel.runScheduledPendingTasks();
        return done;
    }

    @Test
    void eachTurnDoesALittle() {
        work(1, 1);
        work(2, 1);
        work(3, 9);
        work(4, 1);
        assertThat(done).as("nothing at once").isEmpty();
        assertThat(turn()).containsExactly(1, 2);
        assertThat(turn()).containsExactly(1, 2, 3);
        work(5, 0);
        assertThat(turn()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void workThatFailsKeepsNobodyFromTheirs() {
        pace.add(() -> {
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(5));
            throw new IllegalStateException("a piece of work that fails");
        });
        work(1, 0);
        turn();
        assertThat(turn()).containsExactly(1);
    }
}
