package dev.baton.lb.config;

/**
 * How a frontend deals with clients that speak HTTP/2.
 *
 * @param clearText whether they may begin with it where there is no TLS
 * @param maxStreams requests of one connection at the same time
 * @param window bytes of one request's body that may come before they are passed on
 * @param maxResets requests of one connection that may be given up, in ten seconds
 * @param maxControlFrames frames of one connection that ask for nothing, in ten seconds
 */
public record Http2Config(boolean clearText, int maxStreams, int window, int maxResets, int maxControlFrames) {

    /** As many streams as RFC 9113, section 6.5.2, recommends at least, and a window for 20 ms at 100 Mbit/s. */
    public static final Http2Config DEFAULT = new Http2Config(false, 100, 256 << 10, 200, 1000);
}
