package dev.baton.lb.config;

import dev.baton.lb.config.Conditions.ValueTest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the conditions of a rule. */
final class ConditionsReader {

    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\]");

    /** What a path is made of (RFC 3986, section 3.3), a percent sign with two digits. */
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*");

    private static final Pattern SUFFIX = Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    private ConditionsReader() {}

    static Conditions read(MappingReader in) {
        return new Conditions(
                in.oneOrMore("host", Scalars.of(ConditionsReader::host)),
                in.oneOrMore("path", ConditionsReader::comparedPath),
                in.oneOrMore("path_prefix", ConditionsReader::comparedPath),
                in.oneOrMore("path_suffix", Scalars.of(ConditionsReader::suffix)),
                in.oneOrMore("method", Scalars.of(ConditionsReader::method)),
                lowerCase(tests(in, "header")),
                tests(in, "query"),
                tests(in, "cookie"),
                in.oneOrMore("client", Scalars.of(Addresses::network)));
    }

    private static List<ValueTest> tests(MappingReader in, String key) {
        return in.entries(key, ConditionsReader::nameProblem, Scalars.of(text -> text)).stream()
                .map(entry -> ValueTest.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<ValueTest> lowerCase(List<ValueTest> tests) {
        return tests.stream()
                .map(test -> new ValueTest(test.name().toLowerCase(Locale.ROOT), test.value(), test.prefix()))
                .toList();
    }

    private static String nameProblem(String name) {
        return TOKEN.matcher(name).matches() ? "" : "is not the name of a header, parameter or cookie";
    }

    private static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a host; write it like example.com or *.example.com, without a port");
        }
        return host;
    }

    static String path(ScalarNode node) {
        String text = Scalars.text(node);
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a path; it begins with a slash, has no query, and"
                            + " other characters are written like %20, in upper case");
        }
        return text;
    }

    /** A path that a request's is compared with. */
    static String comparedPath(ScalarNode node) {
        String text = path(node);
        requireNormal(text, NormalPath.of(text));
        return text;
    }

    private static String suffix(String text) {
        if (!SUFFIX.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not the end of a path, like .jpg");
        }
        // What stands before may be anything but the beginning of a segment of dots.
        requireNormal(
                text,
                text.startsWith("/")
                        ? NormalPath.of(text)
                        : NormalPath.of("/x" + text).substring(2));
        return text;
    }

    private static void requireNormal(String text, String normal) {
        if (!text.equals(normal)) {
            throw new IllegalArgumentException("\"" + text + "\" fits no request: paths are compared in their normal"
                    + " form (RFC 3986, 6.2.2); write it as \"" + normal + "\"");
        }
    }

    private static String method(String text) {
        if (!TOKEN.matcher(text).matches() || !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("\"" + text + "\" is not a method; methods are written like GET");
        }
        return text;
    }
}
