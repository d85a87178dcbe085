package dev.baton.lb.proxy.http;

/** Where the parts of a Set-Cookie field are (RFC 6265, section 5.2). */
final class SetCookies {

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

    private static int equals(Head head, int field) {
        int at = head.valueStart[field];
        while (at < head.valueEnd[field] && head.bytes[at] != '=' && head.bytes[at] != ';') {
            at++;
        }
        return at < head.valueEnd[field] && head.bytes[at] == '=' ? at : head.valueEnd[field];
    }
}
