package dev.baton.lb.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on disk, one JSON object a line in {@code events.jsonl}; when that has grown to its limit it becomes {@code
 * events.jsonl.1} and the former one of that name is gone. A line that a crash left half written costs that line alone.
 */
final class EventFile {

    private static final Logger log = LoggerFactory.getLogger(EventFile.class);

    private final JsonMapper json = new JsonMapper();
    private final Path file;
    private final Path older;
    private final long limitBytes;

    EventFile(Path directory, long limitBytes) {
        this.file = directory.resolve("events.jsonl");
        this.older = directory.resolve("events.jsonl.1");
        this.limitBytes = limitBytes;
    }

    /** All events that can be read, oldest first; what cannot be is reported and left out. */
    List<NodeEvent> read() {
        List<NodeEvent> events = new ArrayList<>();
        read(older, events);
        read(file, events);
        return events;
    }

    private void read(Path from, List<NodeEvent> events) {
        if (!Files.exists(from)) {
            return;
        }
        int damaged = 0;
        try {
            // Decoding leniently: damage is found by the parser, line by line.
            String text = new String(Files.readAllBytes(from), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
                try {
                    events.add(json.readValue(line, NodeEvent.class));
                } catch (JsonProcessingException _) {
                    damaged++;
                }
            }
        } catch (IOException e) {
            log.warn("the event history {} cannot be read and begins anew: {}", from, e.toString());
        }
        if (damaged > 0) {
            log.warn("the event history {} has {} damaged lines, which are passed over", from, damaged);
        }
    }

    /** Appends in a single write, after a line break if the last line has none. */
    void append(NodeEvent event) throws IOException {
        byte[] line = (json.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file) && Files.size(file) + line.length > limitBytes) {
            Files.move(file, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean torn = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
            ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
            if (torn) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).flip();
            channel.write(bytes, end);
        }
    }
}
