package dev.baton.lb.proxy.h2;

import dev.baton.lb.config.Http2Config;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import org.jspecify.annotations.Nullable;

/** Tells the faults that end a connection from those that end a stream. */
public final class Faults {

    private final Conduct conduct;
    private final StreamMemory memory = new StreamMemory();

    public Faults(Http2Config config) {
        this.conduct = new Conduct(config);
    }

    /** The client has opened a stream. */
    public void opened(int stream) {
        memory.opened(stream);
    }

    /** A stream was reset from here. */
    public void reset(int stream) {
        memory.reset(stream);
    }

    /**
     * The client gives a request up.
     *
     * @throws Http2Exception when it has done so too often
     */
    public void givenUp() throws Http2Exception {
        judge(conduct.reset(System.nanoTime()));
    }

    /**
     * A frame asks for nothing.
     *
     * @throws Http2Exception when there were too many of them
     */
    public void idleFrame() throws Http2Exception {
        judge(conduct.control(System.nanoTime()));
    }

    private static void judge(@Nullable String excess) throws Http2Exception {
        if (excess != null) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, excess);
        }
    }

    /**
     * The error that the client hears of. The codec calls HEADERS behind the end of a request too many of them; for RFC
     * 9113, section 5.1, the stream is closed.
     *
     * @param whole whether the client has ended its request
     */
    public static StreamException named(StreamException error, boolean whole) {
        return whole
                        && String.valueOf(error.getMessage()).contains("too many headers")
                        && Http2Exception.streamError(
                                        error.streamId(),
                                        Http2Error.STREAM_CLOSED,
                                        "HEADERS behind the end of a request")
                                instanceof StreamException closed
                ? closed
                : error;
    }

    /** The error that the client hears of at the end of its connection. For the codec a head of any size breaks the rules. */
    public static Http2Error named(Http2Exception error) {
        return String.valueOf(error.getMessage()).startsWith("Header size exceeded")
                ? Http2Error.ENHANCE_YOUR_CALM
                : error.error();
    }

    /**
     * What the codec says of one stream.
     *
     * @param known whether it still knows the stream
     * @throws Http2Exception when it is a fault of the whole connection
     */
    public void judge(StreamException error, boolean known) throws Http2Exception {
        int stream = error.streamId();
        if (known) {
            givenUp();
            return;
        }
        if (String.valueOf(error.getMessage()).startsWith("Received HEADERS")) {
            if (memory.isPassedOver(stream)) {
                throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "stream %d was passed over", stream);
            }
            if (memory.isEnded(stream)) {
                throw Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "stream %d has ended", stream);
            }
        }
        idleFrame();
    }
}
