package dev.baton.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A node's admin socket, asked without starting a program: that would take longer than what is looked for.
 *
 * @param path the socket
 */
record AdminSocket(Path path) {

    /** A node that is stopped accepts, and never answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END_OF_HEAD = "\r\n\r\n";

    /**
     * The answer to a GET; empty when there is none in time.
     *
     * @param route the path of the question, for example {@code /v1/status}
     * @throws LabException when the answer is no JSON
     */
    Optional<JsonNode> get(String route) {
        String answer;
        try {
            answer = ask("GET " + route + " HTTP/1.1\r\nHost: baton" + END_OF_HEAD);
        } catch (IOException _) {
            return Optional.empty();
        }
        int head = answer.indexOf(END_OF_HEAD);
        if (head < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(answer.substring(head)));
        } catch (JsonProcessingException e) {
            throw new LabException("the answer of %s is no JSON: %s".formatted(path, answer), e);
        }
    }

    /** Everything until the node closes the connection, or until it has taken too long. */
    private String ask(String question) throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(question.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (channel.read(buffer.clear()) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return "";
                }
                if (buffer.hasRemaining()) {
                    selector.select(left);
                    selector.selectedKeys().clear();
                }
            }
            return answer.toString(UTF_8);
        }
    }
}
