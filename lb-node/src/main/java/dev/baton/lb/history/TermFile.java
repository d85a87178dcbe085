package dev.baton.lb.history;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest term seen of each group, in {@code terms.json}. To lose the last write costs nothing: any peer that lives
 * knows better.
 */
final class TermFile {

    private static final Logger log = LoggerFactory.getLogger(TermFile.class);

    /** A term beyond this was not counted up to by takeovers; the next ones must not overflow. */
    private static final long PLAUSIBLE = 1L << 48;

    private final JsonFile file;

    TermFile(Path directory) {
        this.file = new JsonFile(directory.resolve("terms.json"));
    }

    /** What was remembered; nothing, with a warning, when the file is damaged. */
    Map<String, Long> read() {
        try {
            Map<String, Long> terms =
                    file.read(new TypeReference<Map<String, Long>>() {}).orElse(Map.of());
            if (terms.values().stream().allMatch(term -> term >= 0 && term <= PLAUSIBLE)) {
                return terms;
            }
            log.warn("{} holds terms that nobody can have claimed, and is not used", file.path());
        } catch (IOException | RuntimeException e) {
            log.warn("{} cannot be read, terms begin at what peers say: {}", file.path(), e.toString());
        }
        return Map.of();
    }

    void write(Map<String, Long> terms) throws IOException {
        file.write(new TreeMap<>(terms));
    }
}
