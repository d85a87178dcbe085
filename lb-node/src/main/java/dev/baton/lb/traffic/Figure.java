package dev.baton.lb.traffic;

/** What is counted of a frontend or a server. */
public enum Figure {
    /** Of a frontend: connections that were accepted. Of a server: requests or connections that were sent to it. */
    STARTED(0),
    /** Of a frontend: connections that have ended. */
    CLOSED(1),
    /** Requests that were answered with 100 to 199 in the end, as upgrades are. */
    ANSWERS_1XX(2),
    /** Requests that were answered with 200 to 299. */
    ANSWERS_2XX(3),
    /** Requests that were answered with 300 to 399. */
    ANSWERS_3XX(4),
    /** Requests that were answered with 400 to 499. */
    ANSWERS_4XX(5),
    /** Requests that were answered with 500 to 599. */
    ANSWERS_5XX(6),
    /** Requests that ended without an answer. */
    UNANSWERED(7),
    /** Bytes that came from clients. */
    BYTES_IN(8),
    /** Bytes that went to clients. */
    BYTES_OUT(9),
    /** Attempts in vain that were made good elsewhere, or tried to. */
    RETRIES(10),
    /** Requests and connections that a server refused or broke off, that waited too long, or for which there was none. */
    SERVER_ERRORS(11),
    /** Requests and connections that the client broke off, or was too slow for. */
    CLIENT_ABORTS(12),
    /** Requests that were refused for what the client or the server had sent. */
    REFUSALS(13),
    /** Of a server: checks that it passed. */
    CHECKS_PASSED(14),
    /** Of a server: checks that it failed. */
    CHECKS_FAILED(15);

    /** How many there are. */
    static final int COUNT = values().length;

    private static final Figure[] ANSWERS = {ANSWERS_1XX, ANSWERS_2XX, ANSWERS_3XX, ANSWERS_4XX, ANSWERS_5XX};

    private final int place;

    Figure(int place) {
        this.place = place;
    }

    /** Where its number is, 0 to {@link #COUNT}. */
    int place() {
        return place;
    }

    /**
     * What a request counts as.
     *
     * @param status of HTTP; negative for none
     */
    public static Figure answer(int status) {
        int hundreds = status / 100;
        return hundreds >= 1 && hundreds <= ANSWERS.length ? ANSWERS[hundreds - 1] : UNANSWERED;
    }
}
