package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class that lost a buffer, or made Netty complain about anything at all. Every buffer is tracked; a
 * collection at the end brings the lost ones to light.
 */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private static final Logger NETTY = (Logger) LoggerFactory.getLogger("io.netty");

    private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        complaints.start();
        NETTY.addAppender(complaints);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        collect();
        // Lost buffers are reported when the next ones are tracked.
        PooledByteBufAllocator.DEFAULT.directBuffer().release();
        ByteBufAllocator.DEFAULT.directBuffer().release();
        NETTY.detachAppender(complaints);
        assertThat(complaints.list.stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN)))
                .extracting(LeakWatch::told)
                .isEmpty();
    }

    private static String told(ILoggingEvent event) {
        IThrowableProxy cause = event.getThrowableProxy();
        return event.getFormattedMessage() + (cause == null ? "" : "\n" + ThrowableProxyUtil.asString(cause));
    }

    private static void collect() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
        try {
            Await.until(
                    () -> {
                        System.gc();
                        return queue.poll() != null;
                    },
                    "a garbage collection");
        } finally {
            Reference.reachabilityFence(canary);
        }
    }
}
