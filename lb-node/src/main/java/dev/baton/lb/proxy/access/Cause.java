package dev.baton.lb.proxy.access;

/** Who ended a request or a connection: the first character of HAProxy's termination state. */
public enum Cause {
    /** Nobody: it went as it should. */
    NONE('-'),
    /** The client broke off. */
    CLIENT('C'),
    /** The client took too long. */
    CLIENT_LATE('c'),
    /** The server refused, broke off, or there was none. */
    SERVER('S'),
    /** The server, or the wait for one, took too long. */
    SERVER_LATE('s'),
    /** The proxy refused what one of them had sent. */
    PROXY('P'),
    /** The proxy answered by a rule. */
    LOCAL('L'),
    /** The node stopped. */
    KILLED('K');

    final char code;

    Cause(char code) {
        this.code = code;
    }
}
