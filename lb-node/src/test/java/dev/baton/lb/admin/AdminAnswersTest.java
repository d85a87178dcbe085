package dev.baton.lb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered, in the names that programs outside rely on. */
class AdminAnswersTest {

    private AdminRig rig;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        rig = new AdminRig(directory);
    }

    @Test
    void affinityIsAskedForAndChanged() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.post("/v1/affinity", "{\"backend\":\"app\",\"value\":\"a b\",\"limit\":3}"))
                    .endsWith("""
                            {"backends":[{"backend":"app","clients":2,"digest":"00000000000000ff"}],\
                            "servers":[{"backend":"app","server":"a","clients":2}],\
                            "clients":[{"backend":"app","server":"a","key":"a b/3","expires_ms":1500}]}""");
            assertThat(rig.post("/v1/affinity/change", "{\"action\":\"set\",\"of\":{\"backend\":\"app\"}}"))
                    .startsWith("HTTP/1.1 400")
                    .contains("nothing is kept");
        }
    }

    @Test
    void statusHasTheNamesThatOutsideProgramsRelyOn() throws IOException {
        try (AdminServer _ = rig.start()) {
            String answer = rig.exchange("GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("""
                            {"cluster":"web","node":"lb1","config_digest":"abc","healthy":true,"problems":[],\
                            "floating_ips":[{"name":"vip","master":null,"term":7,"addresses":["10.9.0.100/24"],\
                            "nodes":[{"name":"lb1","role":"BACKUP","priority":150,"effective_priority":120,\
                            "synced":false,"reasons":["why"]}]}],\
                            "paths":[{"address":"10.9.0.1","peer":"lb2","heard_ms":null}],\
                            "interconnect":{"rejected":3,"rejected_lately":1,"last_rejected":"10.9.0.66:7800: garbled"},\
                            "frontends":[{"name":"web","mode":"http","tls":false,"bind":"10.9.0.100:80"}],\
                            "backends":[{"name":"app","servers":[{"name":"a","address":"10.9.0.20:8000",\
                            "state":"up","weight":2,"connections":3}]}],"certificates":[{"frontend":"web","file":"/etc/a.pem","names":["a.example"],\
                            "not_after":"2030-01-02T03:04:05Z","days_left":9,"key":"RSA"}],"affinity":{"entries":0,"lag_ms":0,"lag_entries":0,"digest":"0000000000000000"}}""");
        }
    }

    @Test
    void serversAreReadAndChanged() throws IOException {
        String servers = """
                {"servers":[{"backend":"app","name":"a","address":"10.9.0.20:8000","state":"drain","health":"up",\
                "operator":"drain","agent":"ready","ejected":false,"weight":3,"connections":7,"waiting":2}],"not_heard":["lb3"]}""";
        try (AdminServer _ = rig.start()) {
            assertThat(rig.exchange("GET /v1/servers HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .endsWith(servers);
            assertThat(rig.post("/v1/servers", "{\"backend\":\"app\",\"server\":\"a\",\"state\":\"drain\"}"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith(servers);
            assertThat(rig.post("/v1/servers", "{\"backend\":\"app\",\"server\":\"z\",\"weight\":1}"))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("{\"error\":\"there is no such server\"}");
        }
    }

    @Test
    void eventsHaveTheNamesThatOutsideProgramsRelyOn() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.exchange("GET /v1/events?after=41 HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .endsWith("""
                            {"events":[{"number":42,"time":"2026-01-02T03:04:05.678Z","group":"vip","kind":"role",\
                            "from":"BACKUP","to":"MASTER","term":7,"reason":"lb2 died"}],"last":42}""");
            assertThat(rig.exchange("GET /v1/events HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .contains("\"kind\":\"alarm\"", "\"kind\":\"role\"");
            assertThat(rig.exchange("GET /v1/events?after=x HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("is not the number of an event");
        }
    }

    @Test
    void whyAnswersWhatTheNodeSays() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("""
                            {"node":"lb1","groups":[{"name":"vip","reasons":["BACKUP for 3 ms: started"]}]}""");
        }
    }

    @Test
    void aWishForMaintenanceIsRefusedWhereNobodyElseIsFitAndFailsWhereItCannotBeKept() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.post("/v1/maintenance", "{\"on\":false}"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("{\"on\":false}");
            assertThat(rig.post("/v1/maintenance", "{\"on\":true}"))
                    .startsWith("HTTP/1.1 409")
                    .endsWith("{\"error\":\"no other node is fit\"}");
            assertThat(rig.post("/v1/maintenance", "{\"on\":true,\"force\":true}"))
                    .startsWith("HTTP/1.1 500")
                    .endsWith("{\"error\":\"the disk is full\"}");
            assertThat(rig.post("/v1/maintenance", "[]")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void switchoverAnswersWhatTheNodeSays() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.post("/v1/switchover", "{\"group\":\"vip\",\"target\":\"lb2\",\"force\":false}"))
                    .endsWith("{\"done\":true,\"message\":\"vip\",\"duration_ms\":12.5}");
            assertThat(rig.post("/v1/switchover", "{\"group\":\"vip\",\"target\":\"lb3\",\"force\":false}"))
                    .startsWith("HTTP/1.1 500")
                    .endsWith("{\"error\":\"unfit\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/maintenance      | {}                                          | "on" is missing
            /v1/maintenance      | {"on":null}                                 | "on" is missing
            /v1/maintenance      | {"on":1}                                    | "on" is true or false, not 1
            /v1/maintenance      | {"on":"false"}                              | "on" is true or false, not "false"
            /v1/maintenance      | {"on":false,"on":true}                      | it is no JSON
            /v1/maintenance      | {"on":false} {"on":true}                    | it is no JSON
            /v1/maintenance      | {"on":true,"off":true}                      | there is no field "off", but "force", "on"
            /v1/maintenance      | null                                        | it is no JSON object
            /v1/servers          | null                                        | it is no JSON object
            /v1/servers          | {"backend":"app","server":"a"}              | say what is wanted of the server: "state" or "weight"
            /v1/servers          | {"backend":"app","server":"a","weight":1.5} | "weight" is a whole number, not 1.5
            /v1/servers          | {"backend":"app","server":"a","weight":"1"} | "weight" is a whole number, not "1"
            /v1/servers          | {"backend":7,"server":"a","weight":1}       | "backend" is text in quotes, not 7
            /v1/servers          | {"backend":"app","state":"drain"}           | "server" is missing
            /v1/switchover       | {}                                          | "group" is missing
            /v1/switchover       | null                                        | it is no JSON object
            /v1/affinity         | null                                        | it is no JSON object
            /v1/affinity         | {"limit":"many"}                            | "limit" is a whole number, not "many"
            /v1/affinity/change  | {}                                          | "action" is missing
            /v1/affinity/change  | {"action":"clear","of":null}                | "of" is missing
            /v1/affinity/change  | {"action":"clear","of":{"limit":true}}      | "of.limit" is a whole number, not true
            /v1/affinity/change  | null                                        | it is no JSON object
            /v1/reload           | null                                        | it is no JSON object
            /v1/reload           | dry_run                                     | it is no JSON, from line 1, column 1 on
            /v1/reload/prepare   | null                                        | it is no JSON object
            /v1/reload/decide    | null                                        | it is no JSON object
            /v1/reload/decide    | {"digest":"abc"}                            | "follow" is missing
            """)
    void whatIsNotMeantAsItIsWrittenIsRefusedInWords(String path, String body, String words) throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.post(path, body).replace("\\\"", "\""))
                    .startsWith("HTTP/1.1 400")
                    .contains(words)
                    .doesNotContain("dev.baton", "java.", "REDACTED");
        }
    }

    @Test
    void whatMayBeLeftOutMayBeNullToo() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.post(
                            "/v1/servers",
                            "{\"backend\":\"app\",\"server\":\"a\",\"state\":\"drain\",\"weight\":null}"))
                    .startsWith("HTTP/1.1 200");
            assertThat(rig.post("/v1/switchover", "{\"group\":\"vip\",\"target\":\"lb2\"}"))
                    .startsWith("HTTP/1.1 200");
            assertThat(rig.post("/v1/reload", "{}")).startsWith("HTTP/1.1 200");
            assertThat(rig.post("/v1/affinity", "{}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void metricsComeInTheFormatThatIsAskedFor() throws IOException {
        InetSocketAddress http = new InetSocketAddress(InetAddress.getLoopbackAddress(), AdminRig.freePort());
        try (AdminServer _ = rig.start(http)) {
            assertThat(AdminRig.overNetwork(http, "GET /metrics HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                    .endsWith("\r\n\r\nbaton_build_info 1\n");
            String prometheus = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
            assertThat(AdminRig.overNetwork(
                            http, "GET /metrics HTTP/1.1\r\nHost: baton\r\nAccept: " + prometheus + "\r\n\r\n"))
                    .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                    .endsWith("# EOF\n");
            assertThat(rig.exchange("GET /v1/traffic HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .endsWith("""
                            {"node":"lb1","at_ms":12,"latency_bounds_ms":[0.5],"frontends":[],"servers":[]}""");
        }
    }

    /** The page must work where there is no network but to this node. */
    @Test
    void theDashboardAsksNobodyElse() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.exchange("GET / HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .contains("content-type: text/html; charset=utf-8\r\n")
                    .contains("content-security-policy: default-src 'none'; ")
                    .contains("<title>Baton</title>")
                    .doesNotContain("src=\"http", "href=\"http", "@import", "url(");
        }
    }

    @Test
    void whatIsDocumentedIsServed() throws IOException {
        String document = Files.readString(Path.of("../docs/api.md"));
        List<MatchResult> resources = Pattern.compile("`(GET|POST) (/[^`]*)`")
                .matcher(document)
                .results()
                .toList();
        assertThat(resources).hasSizeGreaterThan(12);
        try (AdminServer _ = rig.start()) {
            for (MatchResult each : resources) {
                String answer = each.group(1).equals("GET")
                        ? rig.exchange("GET " + each.group(2) + " HTTP/1.1\r\nHost: baton\r\n\r\n")
                        : rig.post(each.group(2), "[]");
                assertThat(answer)
                        .as(each.group())
                        .startsWith(each.group(1).equals("GET") ? "HTTP/1.1 200" : "HTTP/1.1 400");
            }
        }
    }

    @Test
    void anotherNodeIsAskedWhereOneIsNamed() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb2\r\n\r\n"))
                    .endsWith("{\"node\":\"lb2\"}");
            assertThat(rig.exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb9\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("there is no node \\\"lb9\\\"");
            assertThat(rig.exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb3\r\n\r\n"))
                    .startsWith("HTTP/1.1 504")
                    .endsWith("{\"error\":\"node lb3 cannot be asked: died\"}");
        }
    }
}
