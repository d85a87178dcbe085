package dev.baton.lb.proxy.http;

import java.util.List;

/** The path of a request in its normal form, as rules see it. One per event loop; looks when it is first asked. */
final class PathView {

    private final NormalPath normal = new NormalPath();
    private byte[] bytes = {};
    private int start;
    private int end;

    void of(byte[] raw, int from, int to) {
        if (from < to && raw[from] == '/' && !NormalPath.isNormal(raw, from, to)) {
            normal.load(raw, from, to);
            bytes = normal.bytes();
            start = 0;
            end = normal.length();
        } else {
            bytes = raw;
            start = from;
            end = to;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean isOneOf(List<String> paths) {
        for (int i = 0; i < paths.size(); i++) {
            if (Ascii.equals(bytes, start, end, paths.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean hasOneOfPrefixes(List<String> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (hasPrefix(prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it begins so: after {@code /a} comes nothing or a slash, after {@code /a/} anything. */
    boolean hasPrefix(String prefix) {
        int after = start + prefix.length();
        return after <= end
                && Ascii.equals(bytes, start, after, prefix)
                && (prefix.endsWith("/") || after == end || bytes[after] == '/');
    }

    boolean hasOneOfSuffixes(List<String> suffixes) {
        for (int i = 0; i < suffixes.size(); i++) {
            String suffix = suffixes.get(i);
            if (end - start >= suffix.length() && Ascii.equals(bytes, end - suffix.length(), end, suffix)) {
                return true;
            }
        }
        return false;
    }
}
