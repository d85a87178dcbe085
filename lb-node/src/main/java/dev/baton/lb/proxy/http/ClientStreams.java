package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.traffic.Multiplexing;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The requests of an HTTP/2 connection that are under way; hears of the ends of their streams, whoever brings them about. */
final class ClientStreams extends Http2ConnectionAdapter {

    private final MultiplexedConnection connection;
    private final Http2Connection known;
    private final PropertyKey key;
    private final Multiplexing counts;
    private int size;

    /** @param counts where they are counted */
    ClientStreams(MultiplexedConnection connection, Multiplexing counts) {
        this.connection = connection;
        this.known = connection.connection();
        this.key = known.newKey();
        this.counts = counts;
    }

    void add(Http2Stream stream, ClientStream request) {
        stream.setProperty(key, request);
        size++;
        counts.streamOpened();
    }

    /** Null for a stream that is not known, or whose request is over. */
    @Nullable ClientStream find(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    boolean isEmpty() {
        return size == 0;
    }

    void forEach(Consumer<ClientStream> action) {
        try {
            known.forEachActiveStream(stream -> {
                ClientStream asking = find(stream);
                if (asking != null) {
                    action.accept(asking);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("no visitor throws that", e);
        }
    }

    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        ClientStream asking = find(stream);
        if (asking != null && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
            connection.channel().eventLoop().execute(asking::answered);
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        ClientStream asking = find(stream);
        if (asking == null) {
            return;
        }
        stream.removeProperty(key);
        size--;
        counts.streamClosed();
        asking.cancel(connection.isLeaving() ? Cause.KILLED : Cause.CLIENT);
        if (size == 0) {
            connection.unused();
        }
    }
}
