package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Clients that ask for much and take nothing. */
@ExtendWith(LeakWatch.class)
class NeverReadingTest {

    private static final int CLIENTS = 16;

    /** What the proxy may hold for each: the marks of its two channels, and what one round of reading brings on top. */
    private static final long BYTES_EACH = 512 << 10;

    @Test
    void clientsThatNeverReadCostABoundedAmountOfMemory() throws IOException {
        AtomicLong sent = new AtomicLong();
        ScriptedServer.Script flood = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
                byte[] block = new byte[64 << 10];
                while (peer.socket().isConnected()) {
                    peer.send(block);
                    sent.addAndGet(block.length);
                }
            }
        };
        List<Peer> clients = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(flood);
                Proxied proxied = Proxied.configured("mode: http", "retries: 0", "weight: 1", server)
                        .await("up")) {
            long before = direct();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(proxied.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            }
            awaitStillness(sent);
            long held = direct() - before;
            LoggerFactory.getLogger("dev.baton.measured")
                    .info(
                            "{} clients that never read: {} KiB held, {} MiB in the kernel",
                            CLIENTS,
                            held >> 10,
                            sent.get() >> 20);
            assertThat(held).isLessThan(CLIENTS * BYTES_EACH);
        } finally {
            for (Peer client : clients) {
                client.reset();
            }
        }
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** The kernel takes some megabytes a connection; then every buffer on the way is full, and nothing moves. */
    private static void awaitStillness(AtomicLong sent) {
        long[] last = {-1, 0};
        Await.until(
                () -> {
                    long now = sent.get();
                    last[1] = now == last[0] && now > 0 ? last[1] + 1 : 0;
                    last[0] = now;
                    return last[1] > 300;
                },
                "the flood stopped",
                Duration.ofSeconds(60));
    }
}
