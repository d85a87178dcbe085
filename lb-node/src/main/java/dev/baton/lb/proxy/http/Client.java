package dev.baton.lb.proxy.http;

import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end, or behind it.
 *
 * @param address the address
 * @param text the address as it is written in fields
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Client(InetAddress address, byte[] text) {

    /** Longest literal, an IPv4 address in an IPv6 one, in brackets and with a port. */
    private static final int MAX_LITERAL = 45 + 8;

    /** An address with a port, as some proxies write it: {@code 192.0.2.7:567}, {@code [2001:db8::1]:567}. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+))(?::[0-9]{1,5})?");

    /** Somebody without an IP address. */
    static final Client UNKNOWN = of(InetAddress.getLoopbackAddress());

    static Client of(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet ? of(internet.getAddress()) : UNKNOWN;
    }

    static Client of(InetAddress address) {
        return new Client(address, Ascii.bytes(IpText.of(address)));
    }

    boolean isIn(List<IpPrefix> networks) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The client behind a chain of trusted proxies: read from the right, the first address of {@code X-Forwarded-For}
     * that is none of them. What stands further left anybody may have written.
     */
    Client behind(Head head, List<IpPrefix> trusted) {
        Client known = this;
        for (int i = head.fields - 1; i >= 0; i--) {
            if (head.kinds[i] == Field.X_FORWARDED_FOR) {
                int end = head.valueEnd[i];
                while (end > head.valueStart[i]) {
                    int start = elementStart(head.bytes, head.valueStart[i], end);
                    Client next = parse(head.bytes, start, end);
                    if (next == null) {
                        return known;
                    }
                    known = next;
                    if (!known.isIn(trusted)) {
                        return known;
                    }
                    end = start - 1;
                }
            }
        }
        return known;
    }

    private static int elementStart(byte[] bytes, int from, int end) {
        int at = end;
        while (at > from && bytes[at - 1] != ',') {
            at--;
        }
        return at;
    }

    private static @Nullable Client parse(byte[] bytes, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Ascii.isBlank(bytes[from])) {
            from++;
        }
        while (to > from && Ascii.isBlank(bytes[to - 1])) {
            to--;
        }
        if (to - from > MAX_LITERAL) {
            return null;
        }
        try {
            String text = Ascii.text(bytes, from, to);
            Matcher known = WITH_PORT.matcher(text);
            boolean port = known.matches();
            String address = !port ? text : known.group(1) != null ? known.group(1) : known.group(2);
            return of(IpPrefix.parse(address).address());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
