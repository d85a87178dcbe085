package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.proxy.ReferenceReader.Message;
import dev.baton.lb.proxy.loop.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The whole proxy before a server that answers the first request with anything. Of what the client gets, a strict reader
 * must not take any of that for the answer to the second request.
 */
final class ResponseRig implements Closeable {

    private static final String SECOND = "HTTP/1.1 299 Second\r\nContent-Length: 0\r\n\r\n";

    private final Queue<String> first = new ConcurrentLinkedQueue<>();
    private final ScriptedServer server = new ScriptedServer((peer, _) -> serve(peer));
    private final Proxied proxied;

    ResponseRig() throws IOException {
        proxied = Proxied.start(Mode.HTTP, Transport.detect(), Setup.IMPATIENT, server);
    }

    /** It closes at once after an answer of an even length, and says that nothing more comes after an odd one. */
    private void serve(Peer peer) throws IOException {
        for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
            if (head.startsWith("GET /2 ")) {
                peer.send(SECOND);
            } else {
                peer.send(first.element());
                if (first.element().length() % 2 == 0) {
                    return;
                }
                peer.end();
            }
        }
    }

    /**
     * @param bytes what the server answers the first request with
     * @param how they came about, for messages
     * @return how many whole answers the client got
     */
    int answer(String bytes, String how) throws IOException {
        first.clear();
        first.add(bytes);
        String got;
        try (Peer client = proxied.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            got = client.end().readUpToReset();
        }
        List<Message> read = ReferenceReader.responses(got).messages();
        String told = how + ", sent " + Escapes.write(bytes) + ", got " + Escapes.write(got);
        assertThat(read.size()).as(told).isLessThanOrEqualTo(2);
        if (read.size() == 2) {
            assertThat(read.getLast().start()).as(told).isEqualTo("299");
        }
        return read.size();
    }

    @Override
    public void close() throws IOException {
        proxied.close();
        server.close();
    }
}
