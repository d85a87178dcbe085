package dev.baton.lb.proxy.http;

import dev.baton.lb.balance.Xxh64;
import dev.baton.lb.config.HashKey;
import dev.baton.lb.pool.Subject;

/**
 * The parts of a request that decide where it goes, found in its head when they are asked for. One per event loop, as
 * the head. A search answers whether the part is there, and leaves its place in {@link #start} and {@link #end}.
 */
final class RequestView implements Subject {

    private final Head head;
    private byte[] client = {};
    private int start;
    private int end;

    RequestView(Head head) {
        this.head = head;
    }

    /** Looks at the request that is now in the head. */
    RequestView of(byte[] clientAddress) {
        client = clientAddress;
        return this;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    @Override
    public long hash(HashKey key) {
        return switch (key.part()) {
            case SOURCE -> Xxh64.of(client, 0, client.length);
            case URI -> Xxh64.of(head.bytes, head.targetStart, head.targetEnd);
            case PATH -> hash(findPath());
            case QUERY -> hash(findQuery(key.name()));
            case HEADER -> hash(findHeader(key.name()));
            case COOKIE -> hash(findCookie(key.name()));
        };
    }

    private long hash(boolean found) {
        return found ? Xxh64.of(head.bytes, start, end) : ABSENT;
    }

    /** The target up to its query. */
    boolean findPath() {
        return found(head.targetStart, queryStart());
    }

    /** The value of the first parameter of that name, as it was written; empty when it has none. */
    boolean findQuery(String name) {
        return findPair(queryStart() + 1, head.targetEnd, '&', name);
    }

    /** The value of the first field of that name, in any case. */
    boolean findHeader(String name) {
        for (int i = 0; i < head.fields; i++) {
            if (Ascii.equalsIgnoreCase(head.bytes, head.nameStart[i], head.nameEnd[i], name)) {
                return found(head.valueStart[i], head.valueEnd[i]);
            }
        }
        return false;
    }

    /** The value of the first cookie of that name (RFC 6265, 4.2.1). */
    boolean findCookie(String name) {
        for (int i = 0; i < head.fields; i++) {
            if (head.kinds[i] == Field.COOKIE && findPair(head.valueStart[i], head.valueEnd[i], ';', name)) {
                return true;
            }
        }
        return false;
    }

    /** In {@code name=value} pairs with a separator between; blanks before a name don't count. */
    private boolean findPair(int from, int to, char separator, String name) {
        int at = from;
        while (at < to) {
            while (at < to && Ascii.isBlank(head.bytes[at])) {
                at++;
            }
            int next = indexOf(separator, at, to);
            int equals = indexOf('=', at, next);
            if (Ascii.equals(head.bytes, at, equals, name)) {
                return found(Math.min(next, equals + 1), next);
            }
            at = next + 1;
        }
        return false;
    }

    private int queryStart() {
        return indexOf('?', head.targetStart, head.targetEnd);
    }

    /** Where the byte is, or {@code to}. */
    private int indexOf(char wanted, int from, int to) {
        int at = from;
        while (at < to && head.bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private boolean found(int from, int to) {
        start = from;
        end = to;
        return true;
    }
}
