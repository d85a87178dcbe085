package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lb.proxy.access.AccessLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the access log says of requests that Baton answers itself because they can't be served. */
class RefusalLogTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** Returns the line of the one request. */
    private String line(String format, String request) throws IOException {
        String keys = "access_log: {format: " + format + "}, timeouts: {header: 200ms}";
        try (ScriptedServer server = ScriptedServer.always("");
                Proxied proxied =
                        Proxied.configured(new AccessLogs(written), keys, "retries: 0", "state: maintenance", server);
                Peer client = proxied.connect()) {
            client.send(request.replace("|", "\r\n")).readAll();
            Await.until(() -> text().endsWith("\n"), "a line");
        }
        return text().stripTrailing();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** What was asked, as far as it came, and what is wrong with it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /x HTTP/1.1||; 400; GET; /x; 19; no Host field",
                "GET /x HTTP/1.1|Host: a|Host: b||; 400; GET; /x; 37; two Host fields",
                "GET /x  HTTP/1.1||; 400; GET; /x; 20; malformed HTTP version",
                "GET /x HTTP/1.1|Host: a; 408; GET; /x; 24; the request head didn't come in time",
                "GET /x; 408; GET; /x; 6; the request head didn't come in time",
                "G; 408; ; ; 1; the request head didn't come in time",
                "(|||; 400; ; ; 5; malformed request line",
                "GET /x HTTP/1.1|Host: a||; 503; GET; /x; 28; no server of backend app is up",
            })
    void saysWhatWasAskedAndWhyItIsRefused(
            String request, int status, String method, String uri, int bytes, String reason) throws IOException {
        JsonNode json = new ObjectMapper().readTree(line("json", request));
        assertThat(json.path("status").asInt()).isEqualTo(status);
        assertThat(json.path("method").asText(null)).isEqualTo(method);
        assertThat(json.path("uri").asText(null)).isEqualTo(uri);
        assertThat(json.path("bytes_in").asInt()).isEqualTo(bytes);
        assertThat(json.path("reason").asText()).isEqualTo(reason);
    }

    /** Its head could be read, so that all of it is told. */
    @Test
    void aRequestWithTooLargeABodyIsLoggedLikeAnyOther() throws IOException {
        String request = "POST /x HTTP/1.1|Host: a|X-Who: me|Content-Length: 9000000000||";
        String keys = "json, headers: [X-Who]}, request_id: {header: X-Request-ID}, limits: {body: 1KiB";
        JsonNode json = new ObjectMapper().readTree(line(keys, request));
        assertThat(json.path("status").asInt()).isEqualTo(413);
        assertThat(json.path("method").asText()).isEqualTo("POST");
        assertThat(json.path("version").asText()).isEqualTo("HTTP/1.1");
        assertThat(json.path("host").asText()).isEqualTo("a");
        assertThat(json.path("headers").path("X-Who").asText()).isEqualTo("me");
        assertThat(json.path("request_id").asText()).isNotEmpty();
        assertThat(json.path("termination").asText()).isEqualTo("PR");
        assertThat(json.path("bytes_in").asInt())
                .isEqualTo(request.replace("|", "\r\n").length());
    }

    @Test
    void theLineEndsWithTheReason() throws IOException {
        assertThat(line("line", "GET /x HTTP/1.1|Host: a|Host: b||"))
                .endsWith(" \"GET /x <BADREQ>\" <two Host fields>");
        written.reset();
        assertThat(line("line", "GET /x HTTP/1.1|Host: a||"))
                .endsWith(" \"GET /x HTTP/1.1\" <no server of backend app is up>");
        written.reset();
        assertThat(line("line", "(||")).endsWith(" \"<BADREQ>\" <malformed request line>");
    }

    /** A browser that was sent to the wrong port hears so at once, not when the time for a head is over. */
    @Test
    void tlsWhereHttpIsSpokenInClear() throws IOException {
        JsonNode json = new ObjectMapper().readTree(line("json", "\u0016\u0003\u0001\u0002"));
        assertThat(json.path("status").asInt()).isEqualTo(400);
        assertThat(json.path("reason").asText()).isEqualTo("TLS on a port that speaks HTTP in clear");
    }
}
