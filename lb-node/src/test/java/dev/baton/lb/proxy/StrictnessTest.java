package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * RFC 9112 as tables of raw bytes: {@code requests.txt} and {@code responses.txt} beside this class. What is sent goes
 * over real connections through the whole proxy; the statuses and what came out at the other end are compared byte for
 * byte.
 */
@ExtendWith(LeakWatch.class)
class StrictnessTest {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern ADDED = Pattern.compile("(?:X-Forwarded-\\w+|Forwarded|Via): [^\r]*\r\n");

    /**
     * One row.
     *
     * @param sent bytes
     * @param verdict statuses that the client sees, or {@code closed}
     * @param forwarded bytes that come out at the other end
     */
    record Row(String title, String sent, String verdict, String forwarded) {

        static Stream<Row> all(String file) {
            return Stream.of(text(file).split("(?m)^### ", -1)).skip(1).map(Row::read);
        }

        private static Row read(String block) {
            int title = block.indexOf('\n');
            int arrow = block.indexOf("\n=> ");
            int verdict = block.indexOf('\n', arrow + 1);
            return new Row(
                    block.substring(0, title),
                    Escapes.read(block.substring(title, arrow).replace("\n", "")),
                    block.substring(arrow + 4, verdict).strip(),
                    Escapes.read(block.substring(verdict).replace("\n", "")));
        }

        static String text(String file) {
            try (InputStream in = StrictnessTest.class.getResourceAsStream(file)) {
                return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> requests() throws IOException {
        Recorder recorder = new Recorder();
        Proxied proxied = Proxied.start(Mode.HTTP, Transport.detect(), Setup.IMPATIENT, recorder.server());
        return Row.all("requests.txt")
                .map(row -> DynamicTest.dynamicTest(row.title(), () -> {
                    String answer = exchange(proxied, row.sent());
                    String forwarded = recorder.take().stream()
                            .map(Recorder.Exchange::bytes)
                            .collect(Collectors.joining());
                    assertThat(verdict(answer)).as(Escapes.write(row.sent())).isEqualTo(row.verdict());
                    assertThat(Escapes.write(ADDED.matcher(forwarded).replaceAll("")))
                            .isEqualTo(Escapes.write(row.forwarded()));
                }))
                .onClose(() -> close(proxied, recorder));
    }

    @TestFactory
    Stream<DynamicTest> responses() throws IOException {
        List<String> next = new ArrayList<>();
        ScriptedServer server = new ScriptedServer((peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send(next.getFirst()).end();
                peer.readAll();
            }
        });
        Proxied proxied = Proxied.start(Mode.HTTP, Transport.detect(), Setup.IMPATIENT, server);
        return Row.all("responses.txt")
                .map(row -> DynamicTest.dynamicTest(row.title(), () -> {
                    next.clear();
                    next.add(row.sent());
                    String got = exchange(proxied, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertThat(verdict(got)).as(Escapes.write(row.sent())).isEqualTo(row.verdict());
                    if (!row.forwarded().isEmpty()) {
                        assertThat(Escapes.write(got)).isEqualTo(Escapes.write(row.forwarded()));
                    }
                }))
                .onClose(() -> close(proxied, server));
    }

    private static String exchange(Proxied proxied, String bytes) throws IOException {
        try (Peer client = proxied.connect()) {
            return client.send(bytes).end().readAll();
        }
    }

    private static String verdict(String answer) {
        String statuses = STATUS.matcher(answer)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.joining(" "));
        return statuses.isEmpty() ? "closed" : statuses;
    }

    private static void close(Proxied proxied, java.io.Closeable server) {
        try (proxied;
                server) {
            assertThat(proxied.running()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
