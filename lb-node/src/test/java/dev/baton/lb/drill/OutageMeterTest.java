package dev.baton.lb.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of a drill, with a server on the loopback that comes and goes. */
class OutageMeterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aServerThatGoesAwayAndComesBackWasAwayForThatLong() throws Exception {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        try (OutageMeter meter = OutageMeter.start(address, new byte[0], () -> {})) {
            assertThat(meter.awaitSteady(PATIENCE)).isTrue();
            meter.take();
            server.close();
            assertThat(meter.awaitSteady(Duration.ofMillis(300))).isFalse();
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address, 512);
            assertThat(meter.awaitSteady(PATIENCE)).isTrue();

            Outage outage = meter.take();
            assertThat(outage.longest()).isGreaterThan(Duration.ofMillis(290));
            assertThat(outage.failed()).isPositive().isLessThan(outage.asked());
            assertThat(outage.lastFailure()).contains("refused");
        }
    }

    @Test
    void anAnswerIsAnyThatIsNoErrorOfTheServer() throws Exception {
        assertThat(steady("HTTP/1.1 404 Not Found\r\n\r\n")).isTrue();
    }

    @Test
    void aBalancerWithoutServersGivesNoAnswer() throws Exception {
        assertThat(steady("HTTP/1.1 503 Service Unavailable\r\n\r\n")).isFalse();
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        assertThat(steady("220 mail.example ESMTP\r\n")).isFalse();
    }

    private boolean steady(String answer) throws Exception {
        Thread answering = Thread.ofPlatform().daemon().start(() -> answerAll(answer));
        try (OutageMeter meter = OutageMeter.start((InetSocketAddress) server.getLocalSocketAddress(), GET, () -> {})) {
            return meter.awaitSteady(answer.contains("404") ? PATIENCE : Duration.ofMillis(500));
        } finally {
            server.close();
            answering.join();
        }
    }

    private void answerAll(String answer) {
        while (!server.isClosed()) {
            try (Socket client = server.accept();
                    OutputStream out = client.getOutputStream()) {
                client.getInputStream().readNBytes(GET.length);
                out.write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                if (!server.isClosed() && !(e instanceof java.net.SocketException)) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
