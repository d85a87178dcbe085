package dev.baton.lb.proxy.http;

import dev.baton.lb.config.NormalPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path of a request in its normal form, as rules see it. One per event loop; looks when it is first asked. */
final class PathView {

    private final NormalPath normal;
    private final @Nullable PathView kept;
    private byte[] bytes = {};
    private int start;
    private int end;

    /** In which an escaped slash is a character within a segment (RFC 3986, section 2.2). */
    PathView() {
        normal = new NormalPath(false);
        kept = null;
    }

    /**
     * In which an escaped slash, or a backslash, is a slash, as some servers read it.
     *
     * @param kept the other reading of the same path, for rules that say such an escape themselves
     */
    PathView(PathView kept) {
        normal = new NormalPath(true);
        this.kept = kept;
    }

    void of(byte[] raw, int from, int to) {
        if (from < to && raw[from] == '/' && (kept != null || !NormalPath.isNormal(raw, from, to))) {
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
            if (readingFor(paths.get(i)).is(paths.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean hasOneOfPrefixes(List<String> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (readingFor(prefixes.get(i)).hasPrefix(prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean hasOneOfSuffixes(List<String> suffixes) {
        for (int i = 0; i < suffixes.size(); i++) {
            if (readingFor(suffixes.get(i)).hasSuffix(suffixes.get(i))) {
                return true;
            }
        }
        return false;
    }

    private PathView readingFor(String text) {
        return kept != null && NormalPath.hasOtherSlashes(text) ? kept : this;
    }

    private boolean is(String path) {
        return Ascii.equals(bytes, start, end, path);
    }

    /** Whether it begins so: after {@code /a} comes nothing or a slash, after {@code /a/} anything. */
    boolean hasPrefix(String prefix) {
        int after = start + prefix.length();
        return after <= end
                && Ascii.equals(bytes, start, after, prefix)
                && (prefix.endsWith("/") || after == end || bytes[after] == '/');
    }

    private boolean hasSuffix(String suffix) {
        return end - start >= suffix.length() && Ascii.equals(bytes, end - suffix.length(), end, suffix);
    }
}
