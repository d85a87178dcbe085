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
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * Netty's codec for one connection of a client, with all of its bounds set.
 *
 * @param settings what the client is told first
 */
public record Codec(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {

    /** What the client may send of all bodies together before they are passed on. */
    public static final int CONNECTION_WINDOW = 1 << 20;

    /** CONTINUATION frames that carry next to nothing, in one header block. */
    private static final int SMALL_CONTINUATIONS = 16;

    /** Pseudo-header fields are fields to HTTP/2, and none to the limits. */
    private static final int PSEUDO_FIELDS = 5;

    /** @param limits what counts for the head of a request */
    public static Codec of(HttpLimits limits, Http2Config config) {
        try {
            return make(limits, config);
        } catch (Http2Exception e) {
            throw new IllegalStateException("bounds that were checked are refused", e);
        }
    }

    private static Codec make(HttpLimits limits, Http2Config config) throws Http2Exception {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true, 0);
        // Before the client has acknowledged them, too.
        connection.remote().maxActiveStreams(config.maxStreams());
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection));
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        Http2ConnectionEncoder encoder =
                new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter(new Stateless()));
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new DefaultHttp2FrameReader(new Fields(limits), SMALL_CONTINUATIONS),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false);
        return new Codec(decoder, encoder, settings(limits, config));
    }

    private static Http2Settings settings(HttpLimits limits, Http2Config config) {
        return new Http2Settings()
                .maxConcurrentStreams(config.maxStreams())
                .initialWindowSize(config.window())
                .maxHeaderListSize(limits.head())
                .connectProtocolEnabled(true);
    }

    public Http2Connection connection() {
        return encoder.connection();
    }

    /**
     * Encodes each block by itself. A table would cost memory on each connection, as much as the client likes, and keep
     * the bytes of whole heads.
     */
    private static final class Stateless extends DefaultHttp2HeadersEncoder {

        Stateless() throws Http2Exception {
            super(NEVER_SENSITIVE, true); // How long a list may be is the client's advice (RFC 9113, 6.5.2).
            super.maxHeaderTableSize(0);
        }

        @Override
        public void maxHeaderTableSize(long max) {
            // Less than the client allows is always right.
        }
    }

    /** Keeps the fields of a block as they come; what they mean is judged by {@link RequestHead}. */
    private static final class Fields extends DefaultHttp2HeadersDecoder {

        private final FieldBlock block;

        Fields(HttpLimits limits) {
            super(false, limits.head());
            this.block = new FieldBlock(limits.fields() + PSEUDO_FIELDS);
        }

        @Override
        protected Http2Headers newHeaders() {
            return block.clear();
        }
    }
}
