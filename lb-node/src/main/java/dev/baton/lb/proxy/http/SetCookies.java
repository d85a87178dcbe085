package dev.baton.lb.proxy.http;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;

/** Where the parts of a Set-Cookie field are (RFC 6265, section 5.2). */
final class SetCookies {

    private static final Pattern AGE = Pattern.compile("-?[0-9]+");
    private static final Pattern ZERO = Pattern.compile("0+");

    private SetCookies() {}

    /** Whether a field sets the cookie of this name. */
    static boolean isNamed(Head head, int field, String name) {
        if (head.kinds[field] != Field.SET_COOKIE) {
            return false;
        }
        int start = head.valueStart[field];
        int equals = equals(head, field);
        int end = equals;
        while (end > start && Ascii.isBlank(head.bytes[end - 1])) {
            end--;
        }
        return equals < head.valueEnd[field] && Ascii.equals(head.bytes, start, end, name);
    }

    /** Where the value begins, in a field that is named. */
    static int valueStart(Head head, int field) {
        int at = equals(head, field) + 1;
        while (at < head.valueEnd[field] && Ascii.isBlank(head.bytes[at])) {
            at++;
        }
        return at;
    }

    /** Where the value ends, in a field that is named. */
    static int valueEnd(Head head, int field) {
        int end = valueStart(head, field);
        while (end < head.valueEnd[field] && head.bytes[end] != ';') {
            end++;
        }
        while (end > valueStart(head, field) && Ascii.isBlank(head.bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /**
     * Whether the field, which is named, ends the cookie instead of setting it: the last Max-Age is not above zero, or
     * without one the last Expires is past (RFC 6265, section 5.3).
     */
    static boolean hasEnded(Head head, int field) {
        Instant now = Instant.now();
        Boolean byAge = null;
        boolean byDate = false;
        int at = valueEnd(head, field);
        int end = head.valueEnd[field];
        while (at < end) {
            int stop = at + 1;
            while (stop < end && head.bytes[stop] != ';') {
                stop++;
            }
            String attribute = Ascii.text(head.bytes, at + 1, Math.max(at + 1, stop));
            int equals = attribute.indexOf('=');
            String name = equals < 0 ? "" : attribute.substring(0, equals).strip();
            String value = attribute.substring(equals + 1).strip();
            if (name.equalsIgnoreCase("Max-Age") && AGE.matcher(value).matches()) {
                byAge = value.startsWith("-") || ZERO.matcher(value).matches();
            } else if (name.equalsIgnoreCase("Expires")) {
                Date date = DateFormatter.parseHttpDate(value);
                byDate = date != null && !date.toInstant().isAfter(now);
            }
            at = stop;
        }
        return byAge == null ? byDate : byAge;
    }

    private static int equals(Head head, int field) {
        int at = head.valueStart[field];
        while (at < head.valueEnd[field] && head.bytes[at] != '=' && head.bytes[at] != ';') {
            at++;
        }
        return at < head.valueEnd[field] && head.bytes[at] == '=' ? at : head.valueEnd[field];
    }
}
