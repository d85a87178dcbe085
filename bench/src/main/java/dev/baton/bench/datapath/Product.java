package dev.baton.bench.datapath;

/** What is compared. */
enum Product {
    HAPROXY("HAProxy", 8000, 8001, 8002),
    BATON("Baton", 8100, 8101, 8102);

    private final String title;
    private final int httpPort;
    private final int tcpPort;
    private final int tlsPort;

    Product(String title, int httpPort, int tcpPort, int tlsPort) {
        this.title = title;
        this.httpPort = httpPort;
        this.tcpPort = tcpPort;
        this.tlsPort = tlsPort;
    }

    String title() {
        return title;
    }

    /** The port of its HTTP frontend. */
    int httpPort() {
        return httpPort;
    }

    /** The port of its HTTPS frontend. */
    int tlsPort() {
        return tlsPort;
    }

    /** The port of its TCP frontend. */
    int tcpPort() {
        return tcpPort;
    }
}
