package dev.baton.lb.proxy.tcp;

import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.Trail;
import io.netty.buffer.ByteBuf;

/**
 * What one direction of a relay has to tell for the log.
 *
 * @param trail where it is remembered
 * @param fromClient whether it is the client's
 */
record Tally(Trail trail, boolean fromClient) {

    void count(ByteBuf bytes) {
        if (fromClient) {
            trail.in(bytes.readableBytes());
        } else {
            trail.out(bytes.readableBytes());
        }
    }

    /** This side's connection has broken. */
    void broken() {
        trail.end(fromClient ? Cause.CLIENT : Cause.SERVER);
    }

    /**
     * This side's connection has gone without an error.
     *
     * @param properly whether both sides have said that they are done; otherwise it was closed from here
     */
    void closed(boolean properly) {
        trail.end(properly ? Cause.NONE : Cause.KILLED);
    }
}
