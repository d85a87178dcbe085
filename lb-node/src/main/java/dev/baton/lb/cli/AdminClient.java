package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks the admin API of a node. One request a connection, which the node closes: the JDK's client has no unix sockets,
 * and Netty's would cost a command half of its start-up time.
 */
final class AdminClient {

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final Path socket;
    private final @Nullable String on;

    /** @param on the node of the cluster that shall answer; null for the one that is asked */
    AdminClient(Path socket, @Nullable String on) {
        this.socket = socket;
        this.on = on;
    }

    /** The same node here, which has another node of the cluster answer. */
    AdminClient on(String name) {
        return new AdminClient(socket, name);
    }

    /** The answer to {@code GET path}, as it came. */
    JsonNode get(String path) {
        return exchange("GET", path, "");
    }

    /** The answer to {@code GET path}, which is no JSON. */
    String text(String path) {
        return content(send("GET", path, ""), path);
    }

    /** Sends {@code body} as JSON and reads the answer as a {@code T}. */
    <T> T post(String path, Object body, Class<T> type) {
        try {
            return json.treeToValue(exchange("POST", path, json.writeValueAsString(body)), type);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "node at " + socket + " sent an odd answer", e);
        }
    }

    <T> T convert(JsonNode node, Class<T> type) {
        return json.convertValue(node, type);
    }

    private JsonNode exchange(String method, String path, String body) {
        String content = content(send(method, path, body), path);
        try {
            return json.readTree(content);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "node at " + socket + " sent an odd answer", e);
        }
    }

    private String send(String method, String path, String body) {
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: baton\r\nConnection: close\r\nContent-Length: "
                + payload.length + "\r\n" + (on == null ? "" : "Baton-Node: " + on + "\r\n") + "\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            writeFully(channel, head.getBytes(StandardCharsets.US_ASCII));
            writeFully(channel, payload);
            return readAll(channel);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, explain(e), e);
        }
    }

    private String content(String answer, String path) {
        int end = answer.indexOf("\r\n\r\n");
        String[] statusLine = answer.split(" ", 3);
        if (end < 0 || statusLine.length < 3) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "node at " + socket + " closed the connection; see its log");
        }
        String content = answer.substring(end + 4);
        if (!"200".equals(statusLine[1])) {
            throw new CommandFailure(exitCode(statusLine[1]), error(content, path + " was refused: " + statusLine[1]));
        }
        return content;
    }

    private static int exitCode(String status) {
        return switch (status) {
            case "400" -> ExitCode.USAGE;
            case "504" -> ExitCode.UNREACHABLE;
            default -> ExitCode.NO;
        };
    }

    private String error(String content, String otherwise) {
        try {
            return json.readTree(content).path("error").asText(otherwise);
        } catch (IOException _) {
            return otherwise;
        }
    }

    private String explain(IOException e) {
        if (!Files.exists(socket)) {
            return "no node at " + socket + ": is it running? --runtime-dir and --node say where to look";
        }
        if (!Files.isWritable(socket)) {
            return "this user may not ask the node at " + socket + "; root and the user of the node may, and whom"
                    + " read_group and write_group in admin let";
        }
        return "node at " + socket + " does not answer (" + e.getMessage() + "); is it running?";
    }

    private static void writeFully(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
