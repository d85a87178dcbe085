package dev.baton.lb.config;

import dev.baton.lb.config.HeadersConfig.Edits;
import dev.baton.lb.config.HeadersConfig.Header;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads changes of header fields. */
final class HeadersReader {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    /** They say where a message ends, or concern one connection: the proxy writes them as they must be. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeadersReader() {}

    static HeadersConfig read(MappingReader in) {
        return new HeadersConfig(
                in.section("request", request -> edits(request, Template::parse)),
                in.section("response", response -> edits(response, Template::literal)));
    }

    private static Edits edits(MappingReader in, Function<String, Template> value) {
        List<String> remove = in.oneOrMore("remove", Scalars.of(HeadersReader::removable));
        return new Edits(headers(in, "set", value), headers(in, "add", value), remove);
    }

    private static List<Header> headers(MappingReader in, String key, Function<String, Template> value) {
        return in.entries(key, HeadersReader::problem, Scalars.of(value)).stream()
                .map(entry -> new Header(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String removable(String name) {
        String problem = name.equalsIgnoreCase("host") ? "cannot be removed, only set" : problem(name);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" " + problem);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /** The name of a field that may be added to every request. */
    static String addable(String name) {
        boolean known = name.equalsIgnoreCase("host") || name.equalsIgnoreCase("cookie");
        String problem = known ? "has another meaning" : problem(name);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" " + problem);
        }
        return name;
    }

    /** What is wrong with the name of a field, continuing it; empty when nothing is. */
    static String problem(String name) {
        if (!TOKEN.matcher(name).matches()) {
            return "is not the name of a header";
        }
        return OURS.contains(name.toLowerCase(Locale.ROOT)) ? "is written by the proxy as it must be" : "";
    }
}
