package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.traffic.Multiplexing;
import dev.baton.lb.traffic.Multiplexing.By;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of HTTP/2 can send at next to no cost is bounded, and who oversteps hears so. */
@ExtendWith(LeakWatch.class)
class Http2AbuseTest {

    private static final String BOUNDS = "http2: {clear_text: true, max_resets: 10, max_control_frames: 20}";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static byte[] times(int count, byte[] frame) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {Http2Peer.SETTINGS, Http2Peer.PING, Http2Peer.PRIORITY, Http2Peer.DATA})
    void framesThatAskForNothing(int type) throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied);
                Http2Peer other = Http2Peer.connect(proxied)) {
            boolean onStream = type == Http2Peer.DATA || type == Http2Peer.PRIORITY;
            int length = type == Http2Peer.PING ? 8 : type == Http2Peer.PRIORITY ? 5 : 0;
            client.headers(1, false, ":method=POST|:scheme=http|:authority=a|:path=/");
            client.send(times(30, Http2Peer.frame(type, 0, onStream ? 1 : 0, new byte[length])));
            assertThat(client.awaitError()).isEqualTo("ENHANCE_YOUR_CALM");
            assertThat(other.get(1, "/").answer(1)).endsWith("] ok");
        }
    }

    @Test
    void requestsThatAreGivenUp() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            for (int stream = 1; stream < 31; stream += 2) {
                client.headers(stream, false, ":method=POST|:scheme=http|:authority=a|:path=/")
                        .reset(stream);
            }
            assertThat(client.awaitError()).isEqualTo("ENHANCE_YOUR_CALM");
            Multiplexing seen = proxied.counted();
            int cancel = Multiplexing.REASONS.indexOf("CANCEL");
            assertThat(seen.resets(By.CLIENT, cancel)).isEqualTo(11);
            assertThat(seen.goAways(By.BATON, Multiplexing.REASONS.indexOf("ENHANCE_YOUR_CALM")))
                    .isEqualTo(1);
            Await.until(() -> seen.connections() == 0 && seen.streams() == 0, "nothing open any more");
            assertThat(seen.allStreams()).isEqualTo(11);
        }
    }

    @Test
    void requestsThatHaveToBeBrokenOff() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            for (int stream = 1; stream < 31; stream += 2) {
                client.headers(stream, true, ":method=GET|:scheme=http|:authority=a|:path=/|X=y");
            }
            assertThat(client.awaitError()).isEqualTo("ENHANCE_YOUR_CALM");
        }
    }

    /** Each costs the reading of its head, and whoever asks in earnest learns from the first answers. */
    @Test
    void requestsThatAreRefusedForTheirHeads() throws IOException {
        String fields = "|a=b".repeat(101);
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            for (int stream = 1; stream < 31; stream += 2) {
                client.headers(stream, true, ":method=GET|:scheme=http|:authority=a|:path=/" + fields);
            }
            assertThat(client.awaitError()).isEqualTo("ENHANCE_YOUR_CALM");
        }
    }

    @Test
    void aHeadInCrumbs() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.send(Http2Peer.HEADERS, 0, 1, Http2Peer.block(":method=GET"));
            client.send(times(30, Http2Peer.frame(Http2Peer.CONTINUATION, 0, 1, new byte[0])));
            assertThat(client.awaitError()).isEqualTo("ENHANCE_YOUR_CALM");
        }
    }

    /** The list of fields may be as long as the compression allows, and is thrown away as it is unpacked. */
    @Test
    void aHeadThatNeverEnds() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.send(Http2Peer.HEADERS, 0, 1, Http2Peer.block(":method=GET"));
            byte[] crumb = Http2Peer.frame(Http2Peer.CONTINUATION, 0, 1, Http2Peer.block("a=" + "x".repeat(10_000)));
            client.send(times(10, crumb));
            assertThat(client.awaitError()).isEqualTo("ENHANCE_YOUR_CALM");
        }
    }

    /** The client is given time to hear why, and none of the loop's to go on. */
    @Test
    void aFloodIsNotReadBehindItsEnd() throws IOException {
        byte[] crumbs = times(1000, Http2Peer.frame(Http2Peer.CONTINUATION, 0, 1, new byte[1000]));
        int most = 200;
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Http2ProxyTest.start(BOUNDS, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.send(Http2Peer.HEADERS, 0, 1, Http2Peer.block(":method=GET"));
            int sent = 0;
            try {
                for (; sent < most; sent++) {
                    client.send(crumbs);
                }
            } catch (IOException _) {
                // The connection is closed while the client still sends.
            }
            // What the kernel's buffers on both sides hold is beyond the node.
            assertThat(sent).as("megabytes sent").isLessThan(40);
        }
    }
}
