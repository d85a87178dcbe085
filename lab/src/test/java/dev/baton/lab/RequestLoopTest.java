package dev.baton.lab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestLoopTest {
    /** Longer than a busy machine may keep a thread waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void goodAnswersAreOkAndNameTheServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-Server", "a");
            exchange.sendResponseHeaders(200, 2);
            try (var body = exchange.getResponseBody()) {
                body.write(new byte[] {'o', 'k'});
            }
        });
        server.start();
        try {
            assertThat(outcomes(server.getAddress().getPort(), 20, PATIENCE)).allSatisfy(outcome -> {
                assertThat(outcome.result()).isEqualTo("ok");
                assertThat(outcome.server()).isEqualTo("a");
            });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anErrorStatusIsAFailureOfItsOwnKind() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(outcomes(server.getAddress().getPort(), 5, PATIENCE))
                    .extracting(Outcome::result)
                    .containsOnly("status-503");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aClosedPortRefuses() throws IOException {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, LOOPBACK)) {
            port = reserved.getLocalPort();
        }
        assertThat(outcomes(port, 5, PATIENCE)).extracting(Outcome::result).containsOnly("refused");
    }

    @Test
    void aSilentServerTimesOutWhileNewRequestsGoOn() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 200, LOOPBACK)) {
            List<Outcome> outcomes = outcomes(silent.getLocalPort(), 5, Duration.ofMillis(250));
            assertThat(outcomes).extracting(Outcome::result).containsOnly("timeout");
            assertThat(outcomes.get(1).startNanos())
                    .as("the second request did not wait for the first")
                    .isLessThan(outcomes.get(0).endNanos());
        }
    }

    @Test
    void aRequestThatWaitsIsKnownToWaitUntilItTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 200, LOOPBACK)) {
            List<Boolean> before = new ArrayList<>();
            List<Boolean> behind = new ArrayList<>();
            AtomicReference<RequestLoop> loop = new AtomicReference<>();
            loop.set(new RequestLoop(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
                    Duration.ofMillis(2),
                    Duration.ofMillis(250),
                    "X-Server",
                    outcome -> {
                        RequestLoop its = requireNonNull(loop.get());
                        before.add(its.waitsSinceBefore(outcome.startNanos()));
                        behind.add(its.waitsSinceBefore(outcome.endNanos()));
                        its.stop();
                    }));
            requireNonNull(loop.get()).run();
            assertThat(before.getFirst()).as("before the first").isFalse();
            assertThat(behind.getFirst()).as("behind the first").isTrue();
        }
    }

    /** The server takes its time, so that requests are under way when the loop is held up. */
    @Test
    void aLoopThatIsHeldUpBlamesNobodyAndSendsNoFlood() throws IOException {
        Duration timeout = Duration.ofSeconds(1);
        long heldUpNanos = timeout.multipliedBy(2).toNanos();
        List<Outcome> outcomes = new ArrayList<>();
        AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                waitUntil(System.nanoTime() + Duration.ofMillis(20).toNanos());
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            RequestLoop loop = new RequestLoop(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                    Duration.ofMillis(2),
                    timeout,
                    "X-Server",
                    outcome -> {
                        outcomes.add(outcome);
                        if (outcomes.size() == 20) {
                            waitUntil(System.nanoTime() + heldUpNanos);
                        } else if (outcomes.size() == 200) {
                            requireNonNull(stop.get()).run();
                        }
                    });
            stop.set(loop::stop);
            loop.run();
            assertThat(loop.takeLatenessNanos()).isGreaterThanOrEqualTo(timeout.toNanos());
            assertThat(loop.takeLatenessNanos()).isZero();
        } finally {
            server.stop(0);
        }
        assertThat(outcomes.subList(0, 200)).extracting(Outcome::result).containsOnly("ok");
        assertThat(outcomes.stream()
                        .collect(Collectors.groupingBy(Outcome::startNanos, Collectors.counting()))
                        .values())
                .as("how many were sent at once")
                .allSatisfy(atOnce -> assertThat(atOnce).isLessThanOrEqualTo(26));
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static List<Outcome> outcomes(int port, int count, Duration timeout) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
        RequestLoop loop = new RequestLoop(
                URI.create("http://127.0.0.1:" + port + "/"), Duration.ofMillis(2), timeout, "X-Server", outcome -> {
                    outcomes.add(outcome);
                    if (outcomes.size() == count) {
                        requireNonNull(stop.get()).run();
                    }
                });
        stop.set(loop::stop);
        loop.run();
        return outcomes.subList(0, count);
    }
}
