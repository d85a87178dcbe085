package dev.baton.lb.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that keeps what it gets, and answers what the {@link ReferenceReader} takes for a whole request. */
final class Recorder implements Closeable {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final ScriptedServer server = new ScriptedServer((peer, _) -> serve(peer));
    private final List<Exchange> exchanges = new ArrayList<>();

    Recorder() throws IOException {}

    /** One request: as it came, and as it is read. */
    record Exchange(String bytes, ReferenceReader.Message message) {}

    InetSocketAddress address() {
        return server.address();
    }

    ScriptedServer server() {
        return server;
    }

    /** The requests since the last call, in the order in which they were whole. */
    synchronized List<Exchange> take() {
        List<Exchange> taken = List.copyOf(exchanges);
        exchanges.clear();
        return taken;
    }

    private void serve(Peer peer) throws IOException {
        StringBuilder unread = new StringBuilder();
        for (String more = peer.readSome(); !more.isEmpty(); more = peer.readSome()) {
            unread.append(more);
            for (Exchange exchange = first(unread); exchange != null; exchange = first(unread)) {
                keep(exchange);
                peer.send(OK);
            }
        }
    }

    private static @Nullable Exchange first(StringBuilder unread) {
        String bytes = unread.toString();
        ReferenceReader.Reading reading = ReferenceReader.requests(bytes);
        if (reading.messages().isEmpty()) {
            return null;
        }
        if (reading.messages().size() > 1) {
            throw new AssertionError("two requests at once: " + bytes);
        }
        unread.delete(0, bytes.length() - reading.rest().length());
        return new Exchange(
                bytes.substring(0, bytes.length() - reading.rest().length()),
                reading.messages().getFirst());
    }

    private synchronized void keep(Exchange exchange) {
        exchanges.add(exchange);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
