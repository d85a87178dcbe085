package dev.baton.lb.history;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest term seen of each group, in {@code terms.json}. Replaced as a whole, so that a crash leaves the old or
 * the new one. To lose the last write costs nothing: any peer that lives knows better.
 */
final class TermFile {

    private static final Logger log = LoggerFactory.getLogger(TermFile.class);

    /** A term beyond this was not counted up to by takeovers; the next ones must not overflow. */
    private static final long PLAUSIBLE = 1L << 48;

    private final JsonMapper json = new JsonMapper();
    private final Path file;

    TermFile(Path directory) {
        this.file = directory.resolve("terms.json");
    }

    /** What was remembered; nothing, with a warning, when the file is damaged. */
    Map<String, Long> read() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, Long> terms = json.readValue(Files.readAllBytes(file), new TypeReference<>() {});
            if (terms.values().stream().allMatch(term -> term >= 0 && term <= PLAUSIBLE)) {
                return terms;
            }
            log.warn("{} holds terms that nobody can have claimed, and is not used", file);
        } catch (IOException | RuntimeException e) {
            log.warn("{} cannot be read, terms begin at what peers say: {}", file, e.toString());
        }
        return Map.of();
    }

    void write(Map<String, Long> terms) throws IOException {
        Path fresh = file.resolveSibling("terms.json.new");
        Files.write(fresh, json.writeValueAsBytes(new TreeMap<>(terms)));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
