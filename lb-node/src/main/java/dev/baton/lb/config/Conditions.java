package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.util.List;

/**
 * What a request must be like. All of it must hold; of a list, one element must. An empty list asks for nothing.
 *
 * @param hosts names in lower case, or {@code *.example.com} for every name below
 * @param paths whole paths
 * @param pathPrefixes how the path begins: in whole segments, unless it ends with a slash
 * @param pathSuffixes how the path ends
 * @param methods as they are sent
 * @param headers every one must be there
 * @param queries every one must be there
 * @param cookies every one must be there
 * @param clients networks
 */
public record Conditions(
        List<String> hosts,
        List<String> paths,
        List<String> pathPrefixes,
        List<String> pathSuffixes,
        List<String> methods,
        List<ValueTest> headers,
        List<ValueTest> queries,
        List<ValueTest> cookies,
        List<IpPrefix> clients) {

    /** Whatever it is like. */
    static final Conditions NONE = new Conditions(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Conditions {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
        pathPrefixes = List.copyOf(pathPrefixes);
        pathSuffixes = List.copyOf(pathSuffixes);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        queries = List.copyOf(queries);
        cookies = List.copyOf(cookies);
        clients = List.copyOf(clients);
    }

    /**
     * A value that must be there under a name.
     *
     * @param name of the header (in lower case), parameter or cookie
     * @param value the whole value, or how it begins
     * @param prefix whether it is only how it begins
     */
    public record ValueTest(String name, String value, boolean prefix) {

        /** Reads a pattern: a value, {@code abc*} for all that begin so, {@code *} for any. */
        static ValueTest of(String name, String pattern) {
            return pattern.endsWith("*")
                    ? new ValueTest(name, pattern.substring(0, pattern.length() - 1), true)
                    : new ValueTest(name, pattern, false);
        }
    }
}
