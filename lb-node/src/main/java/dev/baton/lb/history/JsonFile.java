package dev.baton.lb.history;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One value in one file, replaced as a whole, so that a crash leaves the old one or the new one. */
final class JsonFile {

    private final JsonMapper json = new JsonMapper();
    private final Path path;

    JsonFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * What was written last; empty when nothing was.
     *
     * @throws IOException if it cannot be read, or is damaged
     */
    <T> Optional<T> read(TypeReference<T> type) throws IOException {
        return Files.exists(path) ? Optional.of(json.readValue(Files.readAllBytes(path), type)) : Optional.empty();
    }

    /** Returns when it is on the disk. */
    void write(Object value) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.write(fresh, json.writeValueAsBytes(value));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
