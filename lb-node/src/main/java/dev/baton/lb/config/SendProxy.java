package dev.baton.lb.config;

/** Whether a server is told of each client by a PROXY header, and in which version of it. */
public enum SendProxy {
    NONE,
    V1,
    V2
}
