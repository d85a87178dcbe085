package dev.baton.lb.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced again and again while clients come and go, and others stay. */
@ExtendWith(LeakWatch.class)
class CertificateSwapTest {

    private static final int SWAPS = 100;
    private static final int HANDSHAKES_BETWEEN = 1;
    private static final Issuer ROOT = Issuer.root("root");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".getBytes(US_ASCII);

    @TempDir
    private static Path directory;

    private final Issued[] certificates = {ROOT.issue("EC", "a.example"), ROOT.issue("EC", "a.example")};
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore handshakes = new Semaphore(0);
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void noHandshakeFailsAndNoConnectionIsDropped() throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        write(certificates[0]);
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.send(ANSWER);
                    }
                });
                DataPath path = start(address, server)) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean stays = i % 2 == 0;
                clients.add(Thread.ofPlatform().start(() -> ask(address, stays)));
            }
            for (int i = 1; i <= SWAPS && failures.isEmpty(); i++) {
                handshakes.drainPermits();
                assertThat(handshakes.tryAcquire(HANDSHAKES_BETWEEN, 10, TimeUnit.SECONDS))
                        .as("handshakes before swap %d; %s", i, failures)
                        .isTrue();
                swap(path, certificates[i % 2]);
            }
            enough.set(true);
            for (Thread each : clients) {
                each.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    private DataPath start(InetSocketAddress address, ScriptedServer server) throws Exception {
        BatonConfig config = ConfigReader.parse(directory.resolve("f.yaml"), """
                frontends: [{name: web, bind: "127.0.0.1:%d", backend: app, tls: {certificates: a.pem}}]
                backends: [{name: app, check: {interval: 50ms, rise: 1}, servers: [{name: a, address: "127.0.0.1:%d"}]}]
                """.formatted(
                        address.getPort(), server.address().getPort()));
        DataPath path = DataPath.start(config.frontends(), config.backends(), Proxied.noLogs(), Engine.detect());
        Await.until(
                () -> path.backends().getFirst().servers().getFirst().state().equals("up"), "the server up");
        return path;
    }

    private static void swap(DataPath path, Issued next) throws IOException {
        write(next);
        path.renewCertificates();
        path.renewCertificates();
        assertThat(path.certificates().getFirst().certificates().identities())
                .singleElement()
                .satisfies(served -> assertThat(served.certificate()).isEqualTo(next.certificate()));
    }

    private static void write(Issued issued) throws IOException {
        Path fresh = Files.writeString(directory.resolve("a.new"), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, directory.resolve("a.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** @param stays whether all requests go over one connection; otherwise there is a handshake for each */
    private void ask(InetSocketAddress address, boolean stays) {
        SSLContext context = ROOT.believer();
        try {
            while (!enough.get()) {
                try (SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
                    socket.setSoTimeout(10_000);
                    socket.startHandshake();
                    socket.getSession().invalidate();
                    do {
                        socket.getOutputStream().write(REQUEST);
                        assertThat(new String(socket.getInputStream().readNBytes(ANSWER.length()), US_ASCII))
                                .isEqualTo(ANSWER);
                    } while (stays && !enough.get());
                    handshakes.release();
                }
            }
        } catch (IOException | AssertionError e) {
            failures.add(e);
        }
    }
}
