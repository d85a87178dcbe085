package dev.baton.lb.proxy.http;

import dev.baton.lb.config.Conditions;
import dev.baton.lb.config.Conditions.ValueTest;
import dev.baton.lb.config.RuleConfig;
import java.util.List;

/** Whether a request is what a rule is about. Makes no garbage, but for clients behind trusted proxies. */
final class RuleMatcher {

    private RuleMatcher() {}

    static boolean fits(RuleConfig rule, RequestView request) {
        return holds(rule.when(), request)
                && (rule.unless().isEmpty() || !holds(rule.unless().get(), request));
    }

    private static boolean holds(Conditions conditions, RequestView request) {
        return (conditions.methods().isEmpty() || method(conditions.methods(), request))
                && (conditions.hosts().isEmpty() || host(conditions.hosts(), request))
                && path(conditions, request)
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

    private static boolean path(Conditions conditions, RequestView request) {
        return (conditions.paths().isEmpty() || request.isPath(conditions.paths()))
                && (conditions.pathPrefixes().isEmpty() || request.hasPathPrefix(conditions.pathPrefixes()))
                && (conditions.pathSuffixes().isEmpty() || request.hasPathSuffix(conditions.pathSuffixes()));
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
