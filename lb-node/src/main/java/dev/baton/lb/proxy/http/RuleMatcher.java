package dev.baton.lb.proxy.http;

import dev.baton.lb.config.Conditions;
import dev.baton.lb.config.Conditions.ValueTest;
import dev.baton.lb.config.RuleConfig;
import dev.baton.lb.config.RuleConfig.Action;
import java.util.List;

/** Whether a request is what a rule is about. Makes no garbage, but for clients behind trusted proxies. */
final class RuleMatcher {

    private RuleMatcher() {}

    /**
     * Of a path that servers read in two ways, a rule that keeps a request from them need fit one reading only, and a
     * rule that sends it to them must fit both: {@code /public/..%2fadmin} is neither public, nor may it get past a
     * refusal of {@code /admin}.
     */
    static boolean fits(RuleConfig rule, RequestView request) {
        boolean kept = fits(rule, request, request.path());
        if (!request.hasOtherSlashes()) {
            return kept;
        }
        boolean slashed = fits(rule, request, request.slashedPath());
        return rule.action() instanceof Action.Forward ? kept && slashed : kept || slashed;
    }

    private static boolean fits(RuleConfig rule, RequestView request, PathView path) {
        return holds(rule.when(), request, path)
                && (rule.unless().isEmpty() || !holds(rule.unless().get(), request, path));
    }

    private static boolean holds(Conditions conditions, RequestView request, PathView path) {
        return (conditions.methods().isEmpty() || method(conditions.methods(), request))
                && (conditions.hosts().isEmpty() || host(conditions.hosts(), request))
                && path(conditions, path)
                && headers(conditions.headers(), request)
                && queries(conditions.queries(), request)
                && cookies(conditions.cookies(), request)
                && (conditions.clients().isEmpty() || request.client().isIn(conditions.clients()));
    }

    private static boolean method(List<String> methods, RequestView request) {
        for (int i = 0; i < methods.size(); i++) {
            if (request.isMethod(methods.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean host(List<String> hosts, RequestView request) {
        if (!request.findHost()) {
            return false;
        }
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            boolean fits = host.startsWith("*")
                    ? request.foundEndsWith(host, 1) && request.end() - request.start() >= host.length()
                    : request.foundEqualsIgnoreCase(host);
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private static boolean path(Conditions conditions, PathView path) {
        return (conditions.paths().isEmpty() || path.isOneOf(conditions.paths()))
                && (conditions.pathPrefixes().isEmpty() || path.hasOneOfPrefixes(conditions.pathPrefixes()))
                && (conditions.pathSuffixes().isEmpty() || path.hasOneOfSuffixes(conditions.pathSuffixes()));
    }

    private static boolean headers(List<ValueTest> tests, RequestView request) {
        for (int i = 0; i < tests.size(); i++) {
            if (!request.hasHeader(tests.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean queries(List<ValueTest> tests, RequestView request) {
        for (int i = 0; i < tests.size(); i++) {
            if (!request.hasQuery(tests.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean cookies(List<ValueTest> tests, RequestView request) {
        for (int i = 0; i < tests.size(); i++) {
            if (!request.hasCookie(tests.get(i))) {
                return false;
            }
        }
        return true;
    }
}
