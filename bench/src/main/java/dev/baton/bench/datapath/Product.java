package dev.baton.bench.datapath;

/** What is compared. */
enum Product {
    HAPROXY("HAProxy", 8000, 8001),
    BATON("Baton", 8100, 8101);

    private final String title;
    private final int httpPort;
    private final int tcpPort;

    Product(String title, int httpPort, int tcpPort) {
        this.title = title;
        this.httpPort = httpPort;
        this.tcpPort = tcpPort;
    }

    String title() {
        return title;
    }

    /** The port of its HTTP frontend. */
    int httpPort() {
        return httpPort;
    }

    /** The port of its TCP frontend. */
    int tcpPort() {
        return tcpPort;
    }
}
