package dev.baton.lb.config;

/**
 * What a client gets to see in place of the proxy's own few words.
 *
 * @param contentType the value of {@code Content-Type}
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ErrorPage(String contentType, byte[] body) {}
