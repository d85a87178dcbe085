package dev.baton.lab.soak;

/** What clients do. */
enum Kind {
    /** Small answers on a connection that is kept. */
    SMALL(12, true),
    /** Three requests at once, before the first answer. */
    PIPELINED(4, true),
    /** A connection for each request. */
    FRESH(4, true),
    /** An answer of 1 MiB. */
    LARGE(2, true),
    /** An answer that the client takes slowly. */
    SLOW_CLIENT(20, true),
    /** An answer that the server gives slowly. */
    SLOW_SERVER(20, true),
    /** A body of 64 KiB, with a length or in chunks. */
    POST(4, false),
    /** Messages on an upgraded connection. */
    WEBSOCKET(20, false),
    /** Breaks off in the middle of a request or an answer. */
    ABORT(4, true),
    /** A line there and back in TCP mode. */
    TCP(4, false);

    /** How many clients do so at once. */
    final int clients;

    /** Whether a balancer may ask another server when one goes away. */
    final boolean repeatable;

    Kind(int clients, boolean repeatable) {
        this.clients = clients;
        this.repeatable = repeatable;
    }
}
