package dev.baton.lb.proxy.h2;

import dev.baton.lb.config.Http2Config;
import dev.baton.lb.config.HttpLimits;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * Netty's codec for one connection, with all of its bounds set.
 *
 * @param settings what the other end is told first
 * @param window what it may send of all bodies together before it hears that some of it was taken, in bytes
 */
public record Codec(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, int window) {

    /** Of a client's connection: it waits until the bodies are passed on. */
    private static final int CLIENT_WINDOW = 1 << 20;

    /** Of a server's connection, which does not wait for clients: one that is slow would stop all others. */
    private static final int SERVER_WINDOW = 1 << 21;

    /** What a server may send of one body before any of it is taken: a client may ask for hundreds and read none. */
    private static final int SERVER_FIRST_WINDOW = 1 << 14;

    /** What a server may send of a body that its client takes. */
    public static final int SERVER_STREAM_WINDOW = 1 << 18;

    /** At half of a window the other end may send on; Netty's own measure. */
    private static final float UPDATE_RATIO = 0.5f;

    /** CONTINUATION frames that carry next to nothing, in one header block. */
    private static final int SMALL_CONTINUATIONS = 16;

    /** So many times the size of a head a header block may have before it ends the connection. */
    private static final int LARGEST_BLOCKS = 4;

    /** Pseudo-header fields are fields to HTTP/2, and none to the limits. */
    private static final int PSEUDO_FIELDS = 5;

    /**
     * For a connection of a client.
     *
     * @param limits what counts for the head of a request
     */
    public static Codec of(HttpLimits limits, Http2Config config) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true, 0);
        // Before the client has acknowledged them, too.
        connection.remote().maxActiveStreams(config.maxStreams());
        Http2Settings settings = new Http2Settings()
                .maxConcurrentStreams(config.maxStreams())
                .initialWindowSize(config.window())
                .maxHeaderListSize(limits.head())
                .connectProtocolEnabled(true);
        return make(connection, limits, settings, CLIENT_WINDOW, false);
    }

    /** For a connection to a server. */
    public static Codec toServer() {
        HttpLimits limits = HttpLimits.LARGEST;
        Http2Settings settings = new Http2Settings()
                .pushEnabled(false)
                .initialWindowSize(SERVER_FIRST_WINDOW)
                .maxHeaderListSize(limits.head());
        return make(new DefaultHttp2Connection(false, 0), limits, settings, SERVER_WINDOW, true);
    }

    /** @param refill whether the connection's window does not wait for bodies to be passed on */
    private static Codec make(
            DefaultHttp2Connection connection, HttpLimits limits, Http2Settings settings, int window, boolean refill) {
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, UPDATE_RATIO, refill));
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        Http2ConnectionEncoder encoder =
                new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter(Stateless.create()));
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new DefaultHttp2FrameReader(new Fields(limits), SMALL_CONTINUATIONS),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false);
        return new Codec(decoder, encoder, settings, window);
    }

    public Http2Connection connection() {
        return encoder.connection();
    }

    /**
     * Encodes each block by itself. A table would cost memory on each connection, as much as the other end likes, and keep
     * the bytes of whole heads.
     */
    private static final class Stateless extends DefaultHttp2HeadersEncoder {

        private Stateless() throws Http2Exception {
            super(NEVER_SENSITIVE, true); // How long a list may be is the other end's advice (RFC 9113, 6.5.2).
            super.maxHeaderTableSize(0);
        }

        static Stateless create() {
            try {
                return new Stateless();
            } catch (Http2Exception e) {
                throw new IllegalStateException("a table of no size is refused", e);
            }
        }

        @Override
        public void maxHeaderTableSize(long max) {
            // Less than the other end allows is always right.
        }
    }

    /**
     * Keeps the fields of a block as they come; what they mean is judged by {@link RequestHead} and {@link ResponseHead}.
     * A block that is larger than allowed is read to its end, or the next one could not be understood.
     */
    private static final class Fields extends DefaultHttp2HeadersDecoder {

        private final FieldBlock block;
        private final long head;

        Fields(HttpLimits limits) {
            super(false, Http2CodecUtil.MAX_HEADER_LIST_SIZE);
            this.head = limits.head();
            this.block = new FieldBlock(limits.fields() + PSEUDO_FIELDS, head);
        }

        @Override
        public long maxHeaderListSize() {
            return head;
        }

        @Override
        public long maxHeaderListSizeGoAway() {
            return LARGEST_BLOCKS * head;
        }

        @Override
        public void maxHeaderListSize(long max, long goAway) {
            // The block keeps to what the other end was told, before that has acknowledged it, too.
        }

        @Override
        protected Http2Headers newHeaders() {
            return block.clear();
        }
    }
}
