package dev.baton.bench.abuse;

import java.util.Collections;
import java.util.stream.IntStream;

/** What a client can do to a frontend at little cost of its own. */
enum Abuse {
    STREAMS("hundreds of requests at a time", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            for (int i = 0; i < MANY; i++) {
                frames.request(first + 2 * i, "GET", "/", true);
            }
        }
    },
    UNREAD("large answers that nobody reads", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            for (int i = 0; i < MANY; i++) {
                frames.request(first + 2 * i, "GET", LARGE, true);
            }
        }

        @Override
        boolean reads() {
            return false;
        }
    },
    RESETS("requests that are given up at once (rapid reset)", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            for (int i = 0; i < MANY; i++) {
                frames.request(first + 2 * i, "GET", "/", true).reset(first + 2 * i);
            }
        }
    },
    CONTINUATION("heads without an end", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            byte[] crumb = Frames.fields("x-crumb", "x".repeat(1000));
            if (first == 1) {
                frames.add(Frames.HEADERS, 0, first, Frames.fields(":method", "GET"));
            }
            for (int i = 0; i < MANY; i++) {
                frames.add(Frames.CONTINUATION, 0, 1, crumb);
            }
        }
    },
    EMPTY_CONTINUATION("heads in crumbs of nothing", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            if (first == 1) {
                frames.add(Frames.HEADERS, 0, first, Frames.fields(":method", "GET"));
            }
            for (int i = 0; i < MANY; i++) {
                frames.add(Frames.CONTINUATION, 0, 1, new byte[0]);
            }
        }
    },
    LONG_FIELDS("heads that are too long", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            byte[] field = Frames.fields("x-long", "x".repeat(15_000));
            for (int i = 0; i < MANY; i++) {
                frames.request(first + 2 * i, "GET", "/", true, field).request(first + 2 * i, "GET", "/", true, field);
            }
        }
    },
    MANY_FIELDS("heads of too many fields", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            byte[] fields = Frames.fields(IntStream.range(0, 1000)
                    .mapToObj(i -> i % 2 == 0 ? "x-" + i : "y")
                    .toArray(String[]::new));
            for (int i = 0; i < MANY; i++) {
                frames.request(first + 2 * i, "GET", "/", true, fields);
            }
        }
    },
    SETTINGS("SETTINGS", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            Collections.nCopies(MANY, new byte[0]).forEach(none -> frames.add(Frames.SETTINGS, 0, 0, none));
        }
    },
    PING("PING", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            Collections.nCopies(MANY, new byte[8]).forEach(eight -> frames.add(Frames.PING, 0, 0, eight));
        }
    },
    EMPTY_DATA("DATA without data", Over.HTTP2) {
        @Override
        void send(Frames frames, int first) {
            if (first == 1) {
                frames.request(first, "POST", "/", false);
            }
            Collections.nCopies(MANY, new byte[0]).forEach(none -> frames.add(Frames.DATA, 0, 1, none));
        }
    },
    HANDSHAKES("handshakes as fast as they are answered", Over.TLS),
    HALF_HANDSHAKES("handshakes that are begun and left", Over.HALF_TLS);

    /** Of what is sent at once. */
    static final int MANY = 500;

    static final String LARGE = "/files/1m";

    private final String title;
    private final Over over;

    Abuse(String title, Over over) {
        this.title = title;
        this.over = over;
    }

    String title() {
        return title;
    }

    Over over() {
        return over;
    }

    /** Adds what is sent next, with streams from this one on; the first call of a connection has 1. */
    void send(Frames frames, int first) {
        throw new UnsupportedOperationException(this + " sends no frames");
    }

    /** Whether the client takes what comes back. */
    boolean reads() {
        return true;
    }

    /** How it is done. */
    enum Over {
        HTTP2,
        TLS,
        HALF_TLS
    }
}
