package dev.baton.bench.datapath;

import java.util.List;

/** What can be measured. */
enum Part {
    /** Small answers on connections that stay open. */
    HTTP,
    /** The same, at a rate that both can serve with ease. */
    RATE,
    /** Small answers, many at a time on few connections of HTTP/2. */
    H2,
    /** The same bytes through the TCP frontend. */
    TCP,
    /** Answers of 1 MiB. */
    LARGE,
    /** A connection for each request. */
    CONNECTIONS,
    /** Handshakes of TLS 1.3 with ECDSA, full and resumed, and answers of 1 MiB over TLS. */
    TLS,
    /** Memory for connections that do nothing. */
    IDLE,
    /** As {@link #RATE}, less of it, beside thousands of slow clients and servers, and without them. */
    SLOW,
    /** As {@link #HTTP}, with more and more servers, and the memory for them. */
    SERVERS;

    static final List<Integer> SERVER_COUNTS = List.of(2, 20, 200, 1000);
}
