package dev.baton.lb.config;

/** What is spoken with a server of HTTP. */
public enum ServerProtocol {
    /** HTTP/1.1: one request after the other on a connection. */
    HTTP1,
    /** HTTP/2: many at once. */
    H2
}
