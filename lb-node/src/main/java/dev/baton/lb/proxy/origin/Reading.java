package dev.baton.lb.proxy.origin;

/** What the first bytes of a connection say of its origin. */
public sealed interface Reading {

    /**
     * The beginning of a header.
     *
     * @param atLeast how many bytes there must be before it is worth looking again; counts from the first byte
     */
    record Incomplete(int atLeast) implements Reading {}

    /**
     * A header that names the client.
     *
     * @param length its bytes; what follows is the client's
     */
    record Known(Origin origin, int length) implements Reading {}

    /**
     * A header that names nobody (LOCAL, UNKNOWN, or addresses that are not of the internet): whoever is connected
     * speaks for itself.
     *
     * @param length its bytes
     */
    record Own(int length) implements Reading {}

    /**
     * No header, or one that nobody should send.
     *
     * @param why what is wrong with it, for people
     */
    record Malformed(String why) implements Reading {}
}
