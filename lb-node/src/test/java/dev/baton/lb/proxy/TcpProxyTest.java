package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakWatch.class)
@ParameterizedClass
@EnumSource(Transport.class)
record TcpProxyTest(Transport transport) {

    private Proxied start(ScriptedServer... servers) throws IOException {
        return Proxied.start(Mode.TCP, transport, Setup.DEFAULT, servers);
    }

    @Test
    void relaysBothWaysAndPassesHalfCloseOn() throws IOException {
        ScriptedServer.Script echoAtEnd =
                (peer, _) -> peer.send("hello").send(peer.readAll().toUpperCase(Locale.ROOT));
        try (ScriptedServer server = new ScriptedServer(echoAtEnd);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            assertThat(client.read(5)).isEqualTo("hello");
            assertThat(proxied.running()).isEqualTo(1);
            client.send("abc").end();
            assertThat(client.readAll()).isEqualTo("ABC");
            Await.until(() -> proxied.running() == 0, "the connection counted off");
        }
    }

    /** Epoll hands over what a client has sent that closes its half, whether it was asked to read or not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100_000})
    void aClientMayCloseItsHalfBeforeTheServerIsConnected(int size) throws IOException {
        String question = "q".repeat(size);
        ScriptedServer.Script script = (peer, _) -> peer.send("got " + peer.readAll());
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server)) {
            for (int i = 0; i < 50; i++) {
                try (Peer client = proxied.connect()) {
                    assertThat(client.send(question).end().readAll()).isEqualTo("got " + question);
                }
            }
            Await.until(() -> proxied.running() == 0, "the connections counted off");
        }
    }

    /** At the latest when little is left, the end of the stream reaches the proxy while it has stopped reading. */
    @Test
    void whatAServerSentBeforeItEndedReachesASlowClient() throws IOException, InterruptedException {
        int step = 64 << 10;
        int steps = 192;
        CountDownLatch never = new CountDownLatch(1);
        ScriptedServer.Script script = (peer, _) -> peer.send(new byte[step * steps]);
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            for (int i = 0; i < steps; i++) {
                assertThat(client.readBytes(step)).as("step " + i).hasSize(step);
                assertThat(never.await(2, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void theServerMayCloseItsHalfFirst() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        StringBuilder got = new StringBuilder();
        ScriptedServer.Script script = (peer, _) -> {
            peer.send("bye").end();
            String rest = peer.readAll();
            if (!rest.isEmpty()) {
                got.append(rest);
                done.countDown();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            assertThat(client.readAll()).isEqualTo("bye");
            client.send("more").end();
            Await.until(() -> done.getCount() == 0, "the server's rest");
            assertThat(got).hasToString("more");
        }
    }

    @Test
    void bytesArriveAsTheyWereSent() throws IOException {
        byte[] data = new byte[8 << 20];
        new Random(7).nextBytes(data);
        ScriptedServer.Script script = (peer, _) -> peer.send(data);
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            byte[] got = client.readBytes(data.length);
            assertThat(Arrays.equals(got, data)).isTrue();
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void aClientThatNeverReadsStopsTheServerInsteadOfFillingMemory() throws IOException {
        AtomicLong sent = new AtomicLong();
        ScriptedServer.Script flood = (peer, _) -> {
            byte[] block = new byte[64 << 10];
            for (int i = 0, asked = peer.read(); asked == 'x' && i < 4000; i++) {
                peer.send(block);
                sent.addAndGet(block.length);
            }
        };
        try (ScriptedServer server = new ScriptedServer(flood);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            assertThat(client.send("x").read()).isZero();
            AtomicLong before = new AtomicLong(-1);
            // The kernel alone may take 33 MB a socket. Standing still for a while means that every buffer on the way
            // is full.
            Still still = new Still();
            Await.until(() -> still.at(sent.get(), before), "the flood stopped", Duration.ofSeconds(60));
            assertThat(sent.get()).isLessThan(128L << 20);
        }
    }

    /** Many at once, each over in a moment. */
    @Test
    void shortConnectionsLoseNothing() throws Exception {
        ScriptedServer.Script echo = (peer, _) -> peer.send(peer.readUntil("\n"));
        AtomicLong good = new AtomicLong();
        int clients = 32;
        int each = 100;
        try (ScriptedServer server = new ScriptedServer(echo);
                Proxied proxied = start(server)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int j = 0; j < each; j++) {
                        try (Peer client = proxied.connect()) {
                            if (client.send("line\n").readUntil("\n").equals("line\n")) {
                                good.incrementAndGet();
                            }
                        } catch (IOException e) {
                            // Not counted.
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(good.get()).isEqualTo((long) clients * each);
        }
    }

    @Test
    void aResetIsPassedOnAsOne() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            peer.send("half");
            if (peer.read() > 0) {
                peer.reset();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            assertThat(client.read(4)).isEqualTo("half");
            client.send("x");
            assertThatThrownBy(client::readAll)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void withoutAServerTheConnectionIsClosedAtOnce() throws IOException {
        try (Proxied proxied = Proxied.startUnchecked(Mode.TCP, transport, Setup.DEFAULT, Proxied.freeAddress());
                Peer client = proxied.connect()) {
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void aServerThatRefusesIsPassedOverUntilTheChecksNotice() throws IOException {
        ScriptedServer dying = new ScriptedServer((peer, _) -> peer.send("a"));
        try (ScriptedServer other = new ScriptedServer((peer, _) -> peer.send("b"));
                Proxied proxied = start(dying, other)) {
            dying.close();
            for (int i = 0; i < 10; i++) {
                try (Peer client = proxied.connect()) {
                    assertThat(client.readAll()).isEqualTo("b");
                }
            }
            Await.until(() -> proxied.servers().getFirst().state().equals("down"), "server a down");
        }
    }

    /** Whether a number stood still over a few hundred looks. */
    private static final class Still {
        private int looks;

        boolean at(long now, AtomicLong before) {
            looks = now == before.getAndSet(now) ? looks + 1 : 0;
            return looks > 300;
        }
    }
}
