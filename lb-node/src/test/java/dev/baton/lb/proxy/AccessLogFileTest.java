package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.access.AccessLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the lines go, and what becomes of them when they cannot. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("try") // the proxy goes away in between
class AccessLogFileTest {

    private static final String GET = "GET /x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Proxied start(String frontend, ScriptedServer server) throws IOException {
        return Proxied.configured(new AccessLogs(written), frontend, "retries: 2", "max_connections: 1", server);
    }

    @Test
    void aFileThatWasMovedAwayIsMadeAnewAndNoLineIsLost() throws IOException {
        Path file = directory.resolve("access.log");
        Path old = directory.resolve("access.log.1");
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied =
                        start("access_log: {file: \"" + file + "\"}", server).await("up");
                Peer client = proxied.connect()) {
            ask(client, 3);
            Await.until(() -> count(file) == 3, "three lines");
            Files.move(file, old);
            ask(client, 2);
            Await.until(() -> count(file) == 2, "two lines in the new file");
            assertThat(count(old)).isEqualTo(3);
            assertThat(Files.getPosixFilePermissions(file))
                    .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
        }
    }

    private static void ask(Peer client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
        }
    }

    private static long count(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).lines().count() : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsStillOnItsWayIsWrittenAtTheEnd() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK)) {
            try (Proxied proxied = start("access_log: {}", server).await("up");
                    Peer client = proxied.connect()) {
                ask(client, 5);
            }
            assertThat(written.toString(StandardCharsets.UTF_8).lines().count()).isEqualTo(5);
        }
    }

    @Test
    void aLogThatNobodyTakesHoldsNobodyUp() throws IOException {
        CountDownLatch taken = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int start, int count) {
                try {
                    taken.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Proxied.configured(
                                new AccessLogs(stuck), "access_log: {}", "retries: 2", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            ask(client, 2000);
            taken.countDown();
        }
    }
}
