package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Full servers and full frontends, over real sockets. */
class LimitsTest {

    private static final String GET = "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    /** What the server was asked for, in order. */
    private final List<String> asked = new ArrayList<>();

    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void aFullServerGetsOneRequestAfterTheOtherInTheirOrder() throws IOException {
        try (ScriptedServer server = waitingServer();
                Proxied proxied = Proxied.configured("mode: http", "retries: 1", "max_connections: 1", server)
                        .await("up")) {
            List<Peer> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(proxied.connect().send(GET.formatted(i)));
                int waiting = i;
                Await.until(() -> proxied.running() == 1 && waiting(proxied) == waiting, waiting + " in the line");
            }
            answers.release(5);
            for (Peer client : clients) {
                assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                client.close();
            }
            assertThat(asked).containsExactly("GET /0", "GET /1", "GET /2", "GET /3", "GET /4");
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void whoWaitsTooLongOrFindsTheLineFullHears503() throws IOException {
        try (ScriptedServer server = waitingServer();
                Proxied proxied = Proxied.configured(
                                "mode: http", "queue: {length: 1, timeout: 300ms}", "max_connections: 1", server)
                        .await("up");
                Peer first = proxied.connect().send(GET.formatted(1))) {
            Await.until(() -> proxied.running() == 1, "the first runs");
            try (Peer second = proxied.connect().send(GET.formatted(2))) {
                Await.until(() -> waiting(proxied) == 1, "the second waits");
                try (Peer third = proxied.connect().send(GET.formatted(3))) {
                    assertThat(third.readHead()).as("the line is full").startsWith("HTTP/1.1 503");
                }
                assertThat(second.readHead()).as("waited too long").startsWith("HTTP/1.1 503");
            }
            assertThat(waiting(proxied)).isZero();
            answers.release();
            assertThat(first.readHead()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatLeavesTheLineLeavesNothingBehind() throws IOException {
        try (ScriptedServer server = waitingServer();
                Proxied proxied = Proxied.configured("mode: http", "retries: 1", "max_connections: 1", server)
                        .await("up");
                Peer first = proxied.connect().send(GET.formatted(1))) {
            Await.until(() -> proxied.running() == 1, "the first runs");
            Peer impatient = proxied.connect().send(GET.formatted(2));
            Await.until(() -> waiting(proxied) == 1, "the second waits");
            impatient.reset();
            Await.until(() -> waiting(proxied) == 0, "the second is out of the line");
            answers.release();
            assertThat(first.readHead()).startsWith("HTTP/1.1 200");
            Await.until(() -> proxied.running() == 0, "nothing runs");
            assertThat(asked).containsExactly("GET /1");
        }
    }

    @Test
    void aTcpClientWaitsForRoomToo() throws IOException {
        try (ScriptedServer server = echo();
                Proxied proxied = Proxied.configured("mode: tcp", "retries: 1", "max_connections: 1", server)
                        .await("up")) {
            Peer first = proxied.connect().send("one");
            assertThat(first.read(3)).isEqualTo("one");
            try (Peer second = proxied.connect().send("two")) {
                Await.until(() -> waiting(proxied) == 1, "the second waits");
                first.close();
                assertThat(second.read(3)).isEqualTo("two");
            }
        }
    }

    @Test
    void aFullFrontendLetsClientsWaitInTheKernel() throws IOException {
        try (ScriptedServer server = echo();
                Proxied proxied = Proxied.configured("mode: tcp, max_connections: 1", "retries: 1", "weight: 1", server)
                        .await("up")) {
            Peer first = proxied.connect().send("one");
            assertThat(first.read(3)).isEqualTo("one");
            try (Peer second = proxied.connect().send("two")) {
                assertThat(proxied.running()).isEqualTo(1);
                first.close();
                assertThat(second.read(3)).isEqualTo("two");
            }
        }
    }

    private static int waiting(Proxied proxied) {
        return proxied.path.backends().getFirst().waiting();
    }

    private static ScriptedServer echo() throws IOException {
        return new ScriptedServer((peer, _) -> {
            for (int next = peer.read(); next >= 0; next = peer.read()) {
                peer.send(new byte[] {(byte) next});
            }
        });
    }

    /** Answers each request when the test says so. */
    private ScriptedServer waitingServer() throws IOException {
        return new ScriptedServer((peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                synchronized (asked) {
                    asked.add(head.substring(0, head.indexOf(" HTTP")));
                }
                answers.acquireUninterruptibly();
                running.decrementAndGet();
                peer.send(OK);
            }
        });
    }
}
