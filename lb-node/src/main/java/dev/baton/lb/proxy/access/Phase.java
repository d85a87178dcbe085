package dev.baton.lb.proxy.access;

/** How far a request or a connection has got: the second character of HAProxy's termination state. */
enum Phase {
    REQUEST('R'),
    QUEUE('Q'),
    CONNECT('C'),
    HEADERS('H'),
    DATA('D');

    final char code;

    Phase(char code) {
        this.code = code;
    }
}
