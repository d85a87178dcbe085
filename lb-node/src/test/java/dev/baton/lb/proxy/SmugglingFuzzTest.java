package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.origin.Origin;
import dev.baton.lb.proxy.origin.ProxyHeader;
import dev.baton.lb.proxy.origin.ProxyHeader.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bytes that nobody would write, through the whole proxy over real connections. What comes out at the other end must be
 * what a strict reader makes of what went in: the same messages from the first on, perhaps fewer, never others.
 */
@ExtendWith(LeakWatch.class)
class SmugglingFuzzTest {

    private static final int ROUNDS = Integer.getInteger("baton.fuzz.rounds", 2500);
    private final Random seeds = new Random(Long.getLong("baton.fuzz.seed", 9112));

    @Test
    void whatIsForwardedIsWhatAStrictReaderReads() throws IOException {
        List<StrictnessTest.Row> rows = StrictnessTest.Row.all("requests.txt").toList();
        int whole = 0;
        try (RequestRig rig = new RequestRig()) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = seeds.nextLong();
                whole += rig.send(new Mutation(new Random(seed)).of(rows), "seed " + seed);
            }
        }
        // Mutations that break everything would prove nothing.
        assertThat(whole).as("requests that reached the server").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void aResponseNeverAnswersTheNextRequest() throws IOException {
        List<StrictnessTest.Row> rows = StrictnessTest.Row.all("responses.txt").toList();
        int passed = 0;
        try (ResponseRig rig = new ResponseRig()) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = seeds.nextLong();
                passed += rig.answer(new Mutation(new Random(seed)).of(rows), "seed " + seed) == 2 ? 1 : 0;
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
                RequestRig.requirePrefix(
                        forwarded, ReferenceReader.requests(sent).messages(), told);
                whole += forwarded.size();
            }
        }
        assertThat(whole).as("requests that reached the server").isGreaterThan(ROUNDS / 16);
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
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
