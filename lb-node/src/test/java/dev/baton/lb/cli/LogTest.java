package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program's own logging, with readers of all kinds behind it. */
class LogTest {

    private final PrintStream terminal = System.err;

    @AfterEach
    void restore() {
        System.setErr(terminal);
    }

    @Test
    @Timeout(30)
    void aReaderThatDoesNotReadHoldsNobodyUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        System.setErr(new PrintStream(new Stuck(released), true, StandardCharsets.UTF_8));
        LoggerContext context = configured();
        Logger log = context.getLogger("dev.baton.test");
        AsyncAppender queue =
                (AsyncAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("log");

        for (int i = 0; i < 10_000; i++) {
            log.info("line {}", i);
        }

        assertThat(queue.getNumberOfElementsInQueue()).isPositive();
        released.countDown();
        context.stop();
    }

    @Test
    void whatWaitsIsWrittenAtTheEnd() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        LoggerContext context = configured();

        for (int i = 0; i < 1000; i++) {
            context.getLogger("dev.baton.test").info("line {}", i);
        }
        context.stop();

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1000)
                .last()
                .asString()
                .endsWith("line 999");
    }

    private static LoggerContext configured() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogTest.class.getResource("/logback.xml"));
        return context;
    }

    /** A pipe that is full, until it is released. */
    private static final class Stuck extends OutputStream {

        private final CountDownLatch released;

        Stuck(CountDownLatch released) {
            this.released = released;
        }

        @Override
        public void write(int b) throws IOException {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
