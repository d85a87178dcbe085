package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.http.HeadWriter.Framing;

/** How long the body of a response on a stream must be (RFC 9113, section 8.1.1), and is so far. */
final class ResponseLength {

    /** Bytes that are still to come; -1 when the head did not say. */
    private long left = -1;

    private boolean begun;

    /** Whether there was a head, so that a body may follow. */
    boolean isBegun() {
        return begun;
    }

    /**
     * Reads the final head.
     *
     * @param toHead whether the method was HEAD
     * @param last whether nothing follows
     * @return how HTTP/1.1 would delimit the body; the head says so then
     */
    Framing begin(Head head, boolean toHead, boolean last) throws MalformedException {
        boolean bodiless = toHead || head.status == 204 || head.status == 304;
        left = bodiless ? 0 : head.contentLength;
        begun = true;
        if (bodiless) {
            return Framing.NONE;
        }
        if (last) {
            requireNothingLeft();
            head.contentLength = 0; // In HTTP/1.1 no end of a stream says that there is no body.
        }
        if (head.contentLength >= 0) {
            return Framing.LENGTH;
        }
        head.chunked = true;
        return Framing.CHUNKED;
    }

    /** @param last whether nothing follows */
    void add(int bytes, boolean last) throws MalformedException {
        if (!begun) {
            throw new MalformedException("a body before its head");
        }
        if (left < 0) {
            return;
        }
        left -= bytes;
        if (left < 0) {
            throw new MalformedException("more of a body than content-length says");
        }
        if (last) {
            requireNothingLeft();
        }
    }

    /** The end came without a piece of the body. */
    void requireNothingLeft() throws MalformedException {
        if (left > 0) {
            throw new MalformedException("less of a body than content-length says");
        }
    }
}
