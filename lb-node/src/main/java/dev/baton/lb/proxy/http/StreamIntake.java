package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.h2.RequestHead;
import dev.baton.lb.proxy.http.Refusal.Status;
import io.netty.handler.codec.http2.Http2Headers;

/** Takes request heads off the streams of an HTTP/2 connection. Each goes through the same parser as one of HTTP/1.1. */
final class StreamIntake {

    private final HttpWorker worker;
    private final Reception reception;
    private final HttpLimits limits;
    private final RequestHead form = new RequestHead();

    StreamIntake(HttpWorker worker, Reception reception, HttpLimits limits) {
        this.worker = worker;
        this.reception = reception;
        this.limits = limits;
    }

    /**
     * @param complete whether nothing follows
     * @return whether it is a request; what is none is answered
     */
    boolean head(ClientStream stream, Http2Headers headers, boolean complete) throws MalformedException {
        Head head = worker.head();
        int length = form.write(headers, complete, head.bytes);
        if (length == 0) {
            stream.refuse(
                    form.isTooLarge() ? Refusal.headTooLarge(limits) : Refusal.tooManyFields(limits), form.isHead());
            return false;
        }
        if (form.isTunnel() && !form.isWebSocket()) {
            stream.refuse(new Refusal(Status.NOT_IMPLEMENTED, "a protocol other than websocket"), false);
            return false;
        }
        head.limits = limits;
        head.clear(length);
        Refusal refusal = HeadParser.request(head);
        if (refusal == null && complete && head.contentLength > 0) {
            throw new MalformedException("content-length without a body");
        }
        if (refusal != null) {
            stream.refuse(refusal, Methods.isHead(head));
            return false;
        }
        stream.request(head, form.isTunnel(), reception);
        return true;
    }
}
