package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the operator in place of the proxy's own few words. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class ErrorPageTest {

    @TempDir
    private Path directory;

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void clientsGetTheFileWithItsTypeAndHeadGetsNoBody() throws IOException {
        String html = file("down.html", "<h1>Back soon \u00e4</h1>\n");
        String json = file("bad.json", "{}");
        String keys = "limits: {line: 256B}, error_files: {503: \"%s\", 400: \"%s\"}".formatted(html, json);
        try (Proxied proxied = Proxied.configured(keys, "retries: 0", "weight: 0", closed())) {
            String head = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\n"
                    + "Content-Length: 22\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
            assertThat(ask(proxied, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .isEqualTo(head + "<h1>Back soon \u00c3\u00a4</h1>\n");
            assertThat(ask(proxied, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(head);
            assertThat(ask(proxied, "GET / HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n")
                    .endsWith("\r\n\r\n{}");
            assertThat(ask(proxied, "GET /" + "a".repeat(300) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .as("a status without a page")
                    .startsWith("HTTP/1.1 414 URI Too Long\r\nContent-Type: text/plain\r\n")
                    .endsWith("\r\n\r\n414 URI Too Long: the first line is longer than 256 bytes\n");
        }
    }

    private static ScriptedServer closed() throws IOException {
        ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll());
        server.close();
        return server;
    }

    private static String ask(Proxied proxied, String request) throws IOException {
        try (Peer client = proxied.connect()) {
            return client.send(request).readAll();
        }
    }
}
