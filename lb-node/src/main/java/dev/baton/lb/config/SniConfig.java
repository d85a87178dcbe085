package dev.baton.lb.config;

import java.util.List;

/**
 * Where a TCP frontend's connections go by the name that their TLS clients ask for.
 *
 * @param rules the first that fits decides; where none does, the connection goes to the frontend's backend
 * @param without what happens to connections that ask for no name
 */
public record SniConfig(List<Rule> rules, Without without) {

    public static final SniConfig NONE = new SniConfig(List.of(), Without.FORWARD);

    public SniConfig {
        rules = List.copyOf(rules);
    }

    /**
     * @param names in lower case, {@code *.} before a name for all below it
     * @param backend the pool's name
     */
    public record Rule(List<String> names, String backend) {}

    /** What happens to a connection that asks for no name, or speaks no TLS. */
    public enum Without {
        FORWARD,
        CLOSE
    }
}
