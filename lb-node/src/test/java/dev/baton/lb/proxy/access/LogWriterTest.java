package dev.baton.lb.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Lines that can't be written are lost, counted and told of; nobody waits for them. */
class LogWriterTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LogWriter.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(told);
    }

    private List<String> messages() {
        return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** A destination that does as it is told, before each write. */
    private record Obedient(Before before, StringBuilder seen) implements Destination {

        @FunctionalInterface
        interface Before {
            void run() throws IOException;
        }

        @Override
        public void write(ByteBuffer lines) throws IOException {
            before.run();
            seen.append(StandardCharsets.UTF_8.decode(lines));
        }

        @Override
        public void close() {
            seen.append("end");
        }
    }

    private static void hand(LogWriter writer, String line) {
        writer.hand(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8), 1);
    }

    @Test
    void whatDoesNotFitIsLostAndTold() {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Obedient destination = new Obedient(
                () -> {
                    writing.countDown();
                    await(go);
                },
                new StringBuilder());
        LogWriter writer = new LogWriter("x", destination);
        hand(writer, "1");
        await(writing);
        for (int i = 0; i < 128 + 7; i++) {
            hand(writer, "2");
        }
        go.countDown();
        writer.close(Duration.ofSeconds(10));

        assertThat(destination.seen()).hasToString("1" + "2".repeat(128) + "end");
        assertThat(messages()).containsExactly("access log x: 7 lines were lost");
    }

    @Test
    void aFailureIsToldOnceAndSoIsItsEnd() {
        AtomicInteger writes = new AtomicInteger();
        Obedient destination = new Obedient(
                () -> {
                    if (writes.incrementAndGet() <= 2) {
                        throw new IOException("No space left on device");
                    }
                },
                new StringBuilder());
        LogWriter writer = new LogWriter("x", destination);
        List.of("1", "2", "3", "4").forEach(line -> hand(writer, line));
        writer.close(Duration.ofSeconds(10));

        assertThat(destination.seen()).hasToString("34end");
        assertThat(messages())
                .contains(
                        "access log x cannot be written: java.io.IOException: No space left on device;"
                                + " its lines are lost until it can",
                        "access log x can be written again")
                .filteredOn(message -> message.contains("were lost"))
                .hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
