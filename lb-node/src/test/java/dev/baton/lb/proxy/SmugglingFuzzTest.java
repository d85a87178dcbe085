package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.proxy.ReferenceReader.Field;
import dev.baton.lb.proxy.ReferenceReader.Message;
import dev.baton.lb.proxy.loop.Transport;
import dev.baton.lb.proxy.origin.Origin;
import dev.baton.lb.proxy.origin.ProxyHeader;
import dev.baton.lb.proxy.origin.ProxyHeader.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bytes that nobody would write, through the whole proxy over real connections. What comes out at the other end must be
 * what a strict reader makes of what went in: the same messages from the first on, perhaps fewer, never others.
 */
@ExtendWith(LeakWatch.class)
class SmugglingFuzzTest {

    private static final int ROUNDS = Integer.getInteger("baton.fuzz.rounds", 2500);
    private static final Setup IMPATIENT = Setup.DEFAULT.with(new ServerTimeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(1)));

    private final Random seeds = new Random(Long.getLong("baton.fuzz.seed", 9112));

    @Test
    void whatIsForwardedIsWhatAStrictReaderReads() throws IOException {
        List<StrictnessTest.Row> rows = StrictnessTest.Row.all("requests.txt").toList();
        int whole = 0;
        try (Recorder recorder = new Recorder();
                Proxied proxied = Proxied.start(Mode.HTTP, Transport.detect(), IMPATIENT, recorder.server())) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = seeds.nextLong();
                String sent = new Mutation(new Random(seed)).of(rows);
                String answer;
                try (Peer client = proxied.connect()) {
                    answer = client.send(sent).end().readUpToReset();
                }
                List<Recorder.Exchange> forwarded = recorder.take();
                String told = "seed " + seed + ", sent " + Escapes.write(sent);
                requirePrefix(forwarded, ReferenceReader.requests(sent).messages(), told);
                assertThat(answer).as(told).doesNotContain("HTTP/1.1 504", "HTTP/1.1 502");
                whole += forwarded.size();
            }
        }
        // Mutations that break everything would prove nothing.
        assertThat(whole).as("requests that reached the server").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void aResponseNeverAnswersTheNextRequest() throws IOException {
        List<StrictnessTest.Row> rows = StrictnessTest.Row.all("responses.txt").toList();
        Queue<String> first = new ConcurrentLinkedQueue<>();
        String second = "HTTP/1.1 299 Second\r\nContent-Length: 0\r\n\r\n";
        ScriptedServer.Script script = (peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                if (head.startsWith("GET /2 ")) {
                    peer.send(second);
                } else {
                    peer.send(first.element());
                    if (first.element().length() % 2 == 0) {
                        return;
                    }
                    peer.end();
                }
            }
        };
        int passed = 0;
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = Proxied.start(Mode.HTTP, Transport.detect(), IMPATIENT, server)) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = seeds.nextLong();
                first.clear();
                first.add(new Mutation(new Random(seed)).of(rows));
                String told = "seed " + seed + ", sent " + Escapes.write(first.element());
                String got;
                try (Peer client = proxied.connect()) {
                    client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
                    got = client.end().readUpToReset();
                }
                List<Message> read = ReferenceReader.responses(got).messages();
                assertThat(read.size()).as(told + ", got " + Escapes.write(got)).isLessThanOrEqualTo(2);
                if (read.size() == 2) {
                    passed++;
                    assertThat(read.getLast().start()).as(told).isEqualTo("299");
                }
            }
        }
        assertThat(passed).as("connections that went on").isGreaterThan(ROUNDS / 10);
    }

    /** What follows a PROXY header is read as if there were none, wherever the bytes are split. */
    @Test
    void aProxyHeaderHidesNothing() throws IOException {
        List<StrictnessTest.Row> rows = StrictnessTest.Row.all("requests.txt").toList();
        Origin origin = new Origin(socket("192.0.2.7", 1), socket("203.0.113.9", 80));
        int whole = 0;
        try (Recorder recorder = new Recorder();
                Proxied proxied = Proxied.configured("accept_proxy: true", "retries: 0", "weight: 1", recorder.server())
                        .await("up")) {
            for (int round = 0; round < ROUNDS / 4; round++) {
                long seed = seeds.nextLong();
                Random random = new Random(seed);
                String sent = new Mutation(random).of(rows);
                byte[] header = ProxyHeader.write(random.nextBoolean() ? Version.V1 : Version.V2, origin);
                int split = random.nextInt(header.length + 1);
                try (Peer client = proxied.connect()) {
                    client.send(Arrays.copyOf(header, split))
                            .send(Arrays.copyOfRange(header, split, header.length))
                            .send(sent)
                            .end()
                            .readUpToReset();
                }
                List<Recorder.Exchange> forwarded = recorder.take();
                String told = "seed " + seed + ", sent " + Escapes.write(sent);
                requirePrefix(forwarded, ReferenceReader.requests(sent).messages(), told);
                whole += forwarded.size();
            }
        }
        assertThat(whole).as("requests that reached the server").isGreaterThan(ROUNDS / 16);
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    static void requirePrefix(List<Recorder.Exchange> forwarded, List<Message> expected, String told) {
        assertThat(forwarded.size()).as(told).isLessThanOrEqualTo(expected.size());
        for (int i = 0; i < forwarded.size(); i++) {
            Message is = forwarded.get(i).message();
            Message was = expected.get(i);
            String compared =
                    told + ", forwarded " + Escapes.write(forwarded.get(i).bytes());
            assertThat(is.start()).as(compared).isEqualTo(originForm(was.start()));
            assertThat(is.body()).as(compared).isEqualTo(was.body());
            assertThat(was.trailers()).as(compared).containsAll(is.trailers());
            assertThat(is.fields().stream().filter(SmugglingFuzzTest::isPassedOn))
                    .as(compared)
                    .isSubsetOf(was.fields());
            if (!was.values("host").isEmpty()) {
                assertThat(is.values("host")).as(compared).isEqualTo(was.values("host"));
            }
        }
    }

    /** RFC 9112, 3.2.1: what a proxy sends to a server. */
    private static String originForm(String start) {
        String path = start.replaceFirst(" (?i:https?)://[^/]*", " ");
        return !path.endsWith(" ") ? path : path + (path.startsWith("OPTIONS") ? "*" : "/");
    }

    private static boolean isPassedOn(Field field) {
        return !List.of("content-length", "transfer-encoding", "connection", "te", "host")
                        .contains(field.name())
                && !field.name().startsWith("x-forwarded-");
    }

    /** A good or bad example, or two, with some bytes changed. */
    private record Mutation(Random random) {

        private static final List<String> SPICES = List.of(
                "\r",
                "\n",
                "\r\n",
                "\r\n\r\n",
                " ",
                "\t",
                "\0",
                ":",
                ";",
                ",",
                "0",
                "1",
                "\u00ff",
                "\u000b",
                "chunked",
                "Content-Length: 4\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Connection: close\r\n",
                "0\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.0");

        String of(List<StrictnessTest.Row> rows) {
            StringBuilder bytes = new StringBuilder(example(rows));
            if (random.nextInt(3) == 0) {
                bytes.append(example(rows));
            }
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                change(bytes);
            }
            return bytes.toString();
        }

        /** Mostly a good one: what is refused at once hides what comes after it. */
        private String example(List<StrictnessTest.Row> rows) {
            StrictnessTest.Row row = rows.get(random.nextInt(rows.size()));
            while (!row.forwarded().startsWith(row.sent().substring(0, 3)) && random.nextInt(8) > 0) {
                row = rows.get(random.nextInt(rows.size()));
            }
            return row.sent();
        }

        private void change(StringBuilder bytes) {
            int at = random.nextInt(bytes.length() + 1);
            int end = Math.min(bytes.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> bytes.insert(at, pick(SPICES));
                case 1 -> bytes.replace(at, end, pick(SPICES));
                case 2 -> bytes.delete(at, end);
                case 3 -> bytes.insert(at, bytes.substring(at, end));
                default -> bytes.insert(at, (char) random.nextInt(256));
            }
        }

        private String pick(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
