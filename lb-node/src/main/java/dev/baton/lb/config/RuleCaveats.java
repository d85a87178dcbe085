package dev.baton.lb.config;

import dev.baton.lb.config.RuleConfig.PathRewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is likely to be a mistake in the rules of one HTTP frontend. */
final class RuleCaveats {

    private RuleCaveats() {}

    /** One sentence each. */
    static List<String> of(List<RuleConfig> rules) {
        List<String> caveats = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            RuleConfig rule = rules.get(i);
            int number = i + 1;
            rule.rewrite()
                    .filter(rewrite -> changesNothing(rule.when(), rewrite))
                    .ifPresent(rewrite -> caveats.add("rule " + number + ": rewrite changes nothing: no path that the"
                            + " rule fits begins with " + rewrite.prefix()));
        }
        for (int i = 0; i < rules.size() - 1; i++) {
            if (fitsAll(rules.get(i))) {
                caveats.add("rule " + (i + 1) + " fits every request: what stands behind it is never reached"
                        + " (other rules, redirect_to_https)");
                break;
            }
        }
        return caveats;
    }

    private static boolean fitsAll(RuleConfig rule) {
        return rule.when().equals(Conditions.NONE) && rule.unless().isEmpty();
    }

    private static boolean changesNothing(Conditions when, PathRewrite rewrite) {
        Stream<String> paths = when.paths().stream();
        Stream<String> prefixes = when.pathPrefixes().stream();
        boolean some = when.paths().isEmpty() && when.pathPrefixes().isEmpty();
        return !some
                && paths.noneMatch(path -> begins(path, rewrite.prefix()))
                && prefixes.noneMatch(prefix -> begins(prefix, rewrite.prefix()) || begins(rewrite.prefix(), prefix));
    }

    /** As rules mean it: after {@code /a} comes nothing or a slash, after {@code /a/} anything. */
    private static boolean begins(String path, String prefix) {
        return path.startsWith(prefix)
                && (prefix.endsWith("/") || path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
