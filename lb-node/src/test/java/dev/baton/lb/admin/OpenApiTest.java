package dev.baton.lb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/openapi.json} is what the API's records say. {@code -Dopenapi.write=true} writes it anew. */
class OpenApiTest {

    private static final Path FILE = Path.of("../docs/openapi.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode document = new OpenApi()
            .get("/v1/status", "the whole cluster as the node sees it", StatusReport.class)
            .get("/v1/traffic", "what passed through the node since its start", TrafficReport.class)
            .get(
                    "/v1/events",
                    "what happened on the node, the oldest first; ?after=N asks for what came after that number",
                    EventsReport.class)
            .get("/v1/why", "why the node has the roles that it has", WhyReport.class)
            .get("/v1/servers", "servers with health, what is wanted of them, weight, connections", ServersReport.class)
            .post(
                    "/v1/servers",
                    "ready, drain or maintenance; a weight of 0 to 256",
                    ServerRequest.class,
                    ServersReport.class)
            .post(
                    "/v1/switchover",
                    "hands a floating IP group over; answers when it is done or refused",
                    SwitchoverRequest.class,
                    SwitchoverAnswer.class)
            .post(
                    "/v1/maintenance",
                    "gives all addresses up, until it is switched off",
                    MaintenanceRequest.class,
                    MaintenanceRequest.class)
            .post("/v1/reload", "follows the configuration's file", ReloadRequest.class, ReloadReport.class)
            .post(
                    "/v1/reload/prepare",
                    "gets ready for another configuration; for nodes",
                    PrepareRequest.class,
                    ReloadReport.class)
            .post(
                    "/v1/reload/decide",
                    "serves by what was prepared, or forgets it; for nodes",
                    ReloadDecision.class,
                    ReloadReport.class)
            .post("/v1/affinity", "who belongs to which server", AffinityRequest.class, AffinityReport.class)
            .post(
                    "/v1/affinity/change",
                    "moves or forgets clients, on every node",
                    AffinityChange.class,
                    AffinityChange.Answer.class)
            .text("/metrics", "metrics for Prometheus", "text/plain")
            .text("/", "the dashboard", "text/html")
            .document();

    @Test
    void theFileSaysWhatTheApiIs() throws IOException {
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
        }
        assertThat(JSON.readTree(FILE.toFile())).isEqualTo(document);
    }

    @Test
    void itHasTheResourcesThatTheDocumentationHas() throws IOException {
        Set<String> told = new TreeSet<>();
        Pattern.compile("`(GET|POST) (/[^`]*)`")
                .matcher(Files.readString(Path.of("../docs/api.md")))
                .results()
                .forEach(found -> told.add(found.group(1) + " " + found.group(2)));
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(told);
    }
}
