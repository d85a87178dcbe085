package dev.baton.lb.proxy.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.lb.proxy.origin.Reading.Incomplete;
import dev.baton.lb.proxy.origin.Reading.Known;
import dev.baton.lb.proxy.origin.Reading.Malformed;
import dev.baton.lb.proxy.origin.Reading.Own;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Version 1, one line (section 2.1): {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 443}. */
final class TextHeader {

    /** The longest line, its end included (section 2.1). */
    private static final int MAX = 107;

    private static final String PREFIX = "PROXY ";

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String V4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String V6 = "[0-9a-fA-F:.]{2,45}";
    private static final String PORT = "(0|[1-9]\\d{0,4})";
    private static final Pattern TCP4 = Pattern.compile("TCP4 (" + V4 + ") (" + V4 + ") " + PORT + " " + PORT);
    private static final Pattern TCP6 = Pattern.compile("TCP6 (" + V6 + ") (" + V6 + ") " + PORT + " " + PORT);

    private TextHeader() {}

    static Reading read(byte[] bytes, int length) {
        for (int i = 0; i < Math.min(PREFIX.length(), length); i++) {
            if (bytes[i] != PREFIX.charAt(i)) {
                return new Malformed("no PROXY header");
            }
        }
        int end = lineEnd(bytes, Math.min(length, MAX));
        if (end < 0) {
            return length < MAX ? new Incomplete(length + 1) : new Malformed("a PROXY line of more than 107 bytes");
        }
        return end <= PREFIX.length() ? malformed() : line(new String(bytes, 6, end - 6, US_ASCII), end + 2);
    }

    /** Where the carriage return of the first line end is, or -1. */
    private static int lineEnd(byte[] bytes, int length) {
        for (int i = 0; i + 1 < length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Reading line(String line, int length) {
        // A receiver must ignore what follows the word (section 2.1).
        if (line.equals("UNKNOWN") || line.startsWith("UNKNOWN ")) {
            return new Own(length);
        }
        Matcher v4 = TCP4.matcher(line);
        if (v4.matches()) {
            return origin(v4, length);
        }
        Matcher v6 = TCP6.matcher(line);
        boolean colons =
                v6.matches() && v6.group(1).contains(":") && v6.group(2).contains(":");
        return colons ? origin(v6, length) : malformed();
    }

    private static Reading origin(Matcher line, int length) {
        InetSocketAddress source = address(line.group(1), line.group(3));
        InetSocketAddress destination = address(line.group(2), line.group(4));
        return source == null || destination == null ? malformed() : new Known(new Origin(source, destination), length);
    }

    private static @Nullable InetSocketAddress address(String host, String port) {
        int number = Integer.parseInt(port);
        if (number > 65_535) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), number);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static Reading malformed() {
        return new Malformed("a malformed PROXY line");
    }

    static byte[] write(Origin origin) {
        boolean v4 = Octets.isV4(origin);
        String line = PREFIX + (v4 ? "TCP4 " : "TCP6 ")
                + text(origin.source(), v4) + " "
                + text(origin.destination(), v4) + " "
                + origin.source().getPort() + " "
                + origin.destination().getPort() + "\r\n";
        return line.getBytes(US_ASCII);
    }

    private static String text(InetSocketAddress address, boolean v4) {
        String text = address.getAddress().getHostAddress();
        if (!v4 && text.indexOf(':') < 0) {
            return "::ffff:" + text;
        }
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    static byte[] writeOwn() {
        return "PROXY UNKNOWN\r\n".getBytes(US_ASCII);
    }
}
