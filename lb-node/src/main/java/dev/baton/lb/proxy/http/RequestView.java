package dev.baton.lb.proxy.http;

import dev.baton.lb.balance.Xxh64;
import dev.baton.lb.config.Conditions.ValueTest;
import dev.baton.lb.config.HashKey;
import dev.baton.lb.config.NormalPath;
import dev.baton.lb.pool.Subject;
import java.net.InetAddress;

/**
 * The parts of a request that decide where it goes, found in its head when they are asked for. One per event loop, as
 * the head. A search answers whether the part is there, and leaves its place in {@link #start} and {@link #end}.
 */
final class RequestView implements Subject {

    private static final ValueTest ANY = new ValueTest("", "", true);

    private final Head head;
    private final PathView path = new PathView();
    private final PathView slashed = new PathView(path);
    private final CookiePairs cookies = new CookiePairs();
    private Client client = Client.of(InetAddress.getLoopbackAddress());
    private boolean pathKnown;
    private int start;
    private int end;

    RequestView(Head head) {
        this.head = head;
    }

    /** Looks at the request that is now in the head. */
    RequestView of(Client from) {
        client = from;
        pathKnown = false;
        return this;
    }

    Head head() {
        return head;
    }

    /** The client, as far as what told of it is trusted. */
    Client client() {
        return client;
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
            case SOURCE -> Xxh64.of(client.text(), 0, client.text().length);
            case URI -> Xxh64.of(head.bytes, head.targetStart, head.targetEnd);
            case PATH -> Xxh64.of(head.bytes, head.targetStart, queryStart());
            case QUERY -> hash(findQuery(key.name()));
            case HEADER -> hash(findHeader(key.name()));
            case COOKIE -> hash(findCookie(key.name()));
        };
    }

    private long hash(boolean found) {
        return found ? Xxh64.of(head.bytes, start, end) : ABSENT;
    }

    boolean isMethod(String method) {
        return Ascii.equals(head.bytes, 0, head.methodEnd, method);
    }

    /** The path in its normal form. */
    PathView path() {
        if (!pathKnown) {
            path.of(head.bytes, head.targetStart, queryStart());
            pathKnown = true;
        }
        return path;
    }

    /** Whether there are servers that see slashes in the path where {@link #path} has none. */
    boolean hasOtherSlashes() {
        return NormalPath.hasOtherSlashes(head.bytes, head.targetStart, queryStart());
    }

    /** The path in its normal form as such servers read it. */
    PathView slashedPath() {
        path();
        slashed.of(head.bytes, head.targetStart, queryStart());
        return slashed;
    }

    /** The name that the client asked for, without port and without the dot of the root. */
    boolean findHost() {
        if (!findAuthority()) {
            return false;
        }
        int stop = end;
        while (stop > start && Ascii.isDigit(head.bytes[stop - 1])) {
            stop--;
        }
        if (stop > start && head.bytes[stop - 1] == ':') {
            end = stop - 1;
        }
        if (end > start && head.bytes[end - 1] == '.') {
            end--;
        }
        return true;
    }

    /** Whether the client names a host; with HTTP/1.0 it need not, and a Host field may be empty (RFC 9112, 3.2). */
    boolean namesHost() {
        return findHost() && end > start;
    }

    /** Host and port as the client wrote them. */
    boolean findAuthority() {
        if (head.host >= 0) {
            return found(head.valueStart[head.host], head.valueEnd[head.host]);
        }
        return head.authorityEnd > head.authorityStart && found(head.authorityStart, head.authorityEnd);
    }

    /** Whether what was found is {@code lower} in any case. */
    boolean foundEqualsIgnoreCase(String lower) {
        return Ascii.equalsIgnoreCase(head.bytes, start, end, lower);
    }

    /** Whether what was found ends, in any case, with {@code lower} from its character {@code from} on. */
    boolean foundEndsWith(String lower, int from) {
        int length = lower.length() - from;
        return end - start >= length && Ascii.equalsIgnoreCase(head.bytes, end - length, lower, from);
    }

    /** The value of the first parameter of that name, as it was written; empty when it has none. */
    boolean findQuery(String name) {
        return findPair(queryStart() + 1, head.targetEnd, '&', name, ANY);
    }

    boolean hasQuery(ValueTest test) {
        return findPair(queryStart() + 1, head.targetEnd, '&', test.name(), test);
    }

    /** The value of the first field of that name, in any case. */
    boolean findHeader(String name) {
        return findHeader(name, ANY);
    }

    boolean hasHeader(ValueTest test) {
        return findHeader(test.name(), test);
    }

    /** The value of the first cookie of that name (RFC 6265, 4.2.1). */
    boolean findCookie(String name) {
        return findCookie(name, ANY);
    }

    boolean hasCookie(ValueTest test) {
        return findCookie(test.name(), test);
    }

    /** The pairs of a Cookie field, from the first one on; those that were asked for before are forgotten. */
    CookiePairs cookies(int field) {
        return cookies.of(head, field);
    }

    /** From where in the target the query is, its question mark included; the target's end when there is none. */
    int queryStart() {
        return indexOf('?', head.targetStart, head.targetEnd);
    }

    private boolean findHeader(String name, ValueTest test) {
        for (int i = 0; i < head.fields; i++) {
            if (Ascii.equalsIgnoreCase(head.bytes, head.nameStart[i], head.nameEnd[i], name)
                    && fits(head.valueStart[i], head.valueEnd[i], test)) {
                return found(head.valueStart[i], head.valueEnd[i]);
            }
        }
        return false;
    }

    private boolean findCookie(String name, ValueTest test) {
        for (int i = 0; i < head.fields; i++) {
            if (head.kinds[i] == Field.COOKIE && findPair(head.valueStart[i], head.valueEnd[i], ';', name, test)) {
                return true;
            }
        }
        return false;
    }

    /** In {@code name=value} pairs with a separator between; blanks around names and values don't count. */
    private boolean findPair(int from, int to, char separator, String name, ValueTest test) {
        int at = from;
        while (at < to) {
            while (at < to && Ascii.isBlank(head.bytes[at])) {
                at++;
            }
            int next = indexOf(separator, at, to);
            int equals = indexOf('=', at, next);
            int value = Math.min(next, equals + 1);
            while (value < next && Ascii.isBlank(head.bytes[value])) {
                value++;
            }
            int valueEnd = trimmed(value, next);
            if (Ascii.equals(head.bytes, at, trimmed(at, equals), name) && fits(value, valueEnd, test)) {
                return found(value, valueEnd);
            }
            at = next + 1;
        }
        return false;
    }

    private int trimmed(int from, int to) {
        int end = to;
        while (end > from && Ascii.isBlank(head.bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private boolean fits(int from, int to, ValueTest test) {
        int length = test.value().length();
        return test.prefix()
                ? to - from >= length && Ascii.equals(head.bytes, from, from + length, test.value())
                : Ascii.equals(head.bytes, from, to, test.value());
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
