package dev.baton.lb.config;

import static dev.baton.lb.config.ConfigErrorsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingConfigTest {

    private static String file(String keys) {
        return """
                backends: [{name: app, servers: [{name: a, address: "10.0.0.1:80"}]}]
                frontends: [{name: web, bind: ":80", backend: app, %s}]
                """.formatted(keys);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: [{when: {host: a}}] | f:2:60: frontend \"web\" rule 1: a rule needs one of backend, redirect",
                "rules: [{backend: app, deny: 403}] | here are 2",
                "rules: [{backend: ap}] | f:2:70: frontend \"web\" rule 1: there is no backend \"ap\"; did you mean \"app\"?",
                "rules: [{when: {hots: a}, deny: 403}] | rule 1 when: unknown key \"hots\"; did you mean \"host\"?",
                "rules: [{when: {host: 'a:80'}, deny: 403}] | without a port",
                "rules: [{when: {host: []}, deny: 403}] | host is empty; at least one is needed",
                "rules: [{when: {path: x}, deny: 403}] | it begins with a slash",
                "rules: [{when: {path_prefix: '/a?b'}, deny: 403}] | it begins with a slash",
                "rules: [{when: {path: /a/../b}, deny: 403}] | path \"/a/../b\" fits no request: paths are compared in their normal form (RFC 3986, 6.2.2); write it as \"/b\"",
                "rules: [{when: {path_prefix: '/%61'}, deny: 403}] | write it as \"/a\"",
                "rules: [{when: {path_prefix: //dbl}, deny: 403}] | write it as \"/dbl\"",
                "rules: [{when: {path_suffix: '/../x'}, deny: 403}] | write it as \"/x\"",
                "rules: [{when: {path_suffix: 'x//%79'}, deny: 403}] | write it as \"x/y\"",
                "rules: [{backend: app, rewrite: {prefix: /./a, to: /b}}] | write it as \"/a\"",
                "rules: [{redirect: {to: '{query}'}}] | choose the host that clients are sent to",
                "rules: [{redirect: {to: 'https://a.example{query}'}}] | choose the host that clients are sent to",
                "rules: [{redirect: {to: '//{host}{query}'}}] | choose the host that clients are sent to",
                "rules: [{redirect: {to: '{host}{uri}'}}] | begin with https://, a slash, {path} or {uri}",
                "rules: [{redirect: {to: ''}}] | to is empty; say where to, like https://{host}{uri}",
                "rules: [{when: {method: get}, deny: 403}] | methods are written like GET",
                "rules: [{when: {header: {'a b': c}}, deny: 403}] | \"a b\" is not the name of a header",
                "rules: [{when: {client: 10.0.0.1/8}, deny: 403}] | has bits beyond its length",
                "rules: [{deny: 200}] | 200 is not in 400 to 499",
                "rules: [{redirect: {to: '/{hots}'}}] | \"{hots}\" is not known; it can be: {client}, {host}",
                "rules: [{redirect: {status: 304, to: /x}}] | status 304 does not redirect",
                "rules: [{redirect: {to: /x?y=1}}] | a value ends at one of ?{[: put quotes around one that has it",
                "rules: [{redirect: {to: https://{host}{uri}}}] | a value ends at one of ?{[: put quotes around one that has it",
                "rules: [{redirect: {to: {path}}}] | to is a mapping, not a single value; braces make a mapping in YAML: put the value in quotes",
                "rules: [{redirect: {}}] | to is missing",
                "rules: [{respond: {status: 204, body: x}}] | has no body",
                "rules: [{respond: {content_type: \"a\\r\\nb: c\"}}] | cannot stand in a header",
                "rules: [{deny: 403, rewrite: {prefix: /a, to: /b}}] | rewrite needs backend",
                "headers: {request: {set: {Content-Length: 1}}} | is written by the proxy as it must be",
                "headers: {request: {set: {X-A: \"a\\nb\"}}} | cannot stand in a header",
                "headers: {response: {set: {X-A: 'a {client}'}}} | \"{client}\" stands for a part of the request in headers.request and in to of a redirect only",
                "headers: {request: {set: {X-A: '{\"a\": 1}'}}} | a brace of the text itself is written twice: {{ or }}",
                "headers: {request: {remove: Host}} | cannot be removed, only set",
                "headers: {reqest: {}} | did you mean \"request\"?",
                "trusted_proxies: [10.0.0.0/33] | is not in 0..32",
                "forwarded: [x_forwarded_four] | did you mean \"x_forwarded_for\"?",
                "mode: tcp, rules: [{backend: app}] | rule 1: sni is missing",
                "mode: tcp, rules: [{sni: a.b, backend: ap}] | rule 1: there is no backend \"ap\"; did you mean \"app\"?",
                "mode: tcp, rules: [{sni: 'a.b:443', backend: app}] | write it like example.org or *.example.org",
                "mode: tcp, without_sni: drop | without_sni",
                "without_sni: close | mode: http doesn't speak TLS",
                "accept_proxy: maybe | accept_proxy",
                "accept_proxy: 10.0.0.1/8 | has bits beyond its length",
                "mode: tcp, trusted_proxies: [10.0.0.0/8] | mode: tcp doesn't read requests",
            })
    void whatDoesNotFitIsSaid(String keys, String message) {
        assertThat(problems(file(keys))).singleElement().asString().contains(message);
    }

    @Test
    void allProblemsOfAllRulesAreFoundAtOnce() {
        assertThat(problems(file("rules: [{deny: 1}, {backend: x}, {when: {path: y}, deny: 403}]")))
                .hasSize(3);
    }
}
