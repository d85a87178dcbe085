package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What HTTP adds to an event loop: a head to parse into, and the connections to servers. */
public final class HttpWorker {

    private final Worker worker;
    private final Head head = new Head();
    private final RequestView request = new RequestView(head);
    private final ByteBuf scratch = Unpooled.buffer(1024);
    private final RequestId requestId = new RequestId();
    private final ServerPool pool;
    private final ServerStreams streams;

    public HttpWorker(Worker worker) {
        this.worker = worker;
        this.pool = new ServerPool(worker);
        this.streams = new ServerStreams(this, worker);
    }

    public Worker worker() {
        return worker;
    }

    ServerPool pool() {
        return pool;
    }

    ServerStreams streams() {
        return streams;
    }

    /** Lets go of the connections to a server that nobody uses at the moment. Runs on the event loop. */
    public void evict(Server server) {
        pool.evict(server);
        streams.evict(server);
    }

    /** Lets go of all of them. Runs on the event loop. */
    public void clear() {
        pool.clear();
        streams.clear();
    }

    Head head() {
        return head;
    }

    /** An empty buffer for a head that is read again at once. */
    ByteBuf scratch() {
        return scratch.clear();
    }

    /** The name of the request that is in the head, where the frontend names them. */
    RequestId requestId() {
        return requestId;
    }

    /** The parts of the request that is in the head. */
    RequestView request() {
        return request;
    }
}
