package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;

/** Where the frames of one stream go. */
interface StreamSink {

    /** @param last whether nothing follows */
    void headers(Http2Headers headers, boolean last);

    /**
     * @param data given away
     * @param last whether nothing follows
     */
    void data(ByteBuf data, boolean last);
}
