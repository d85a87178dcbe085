package dev.baton.lb.history;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.pool.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators want of the servers, in {@code servers.json}, so that a restart does not end it. */
public final class WishFile {

    private static final Logger log = LoggerFactory.getLogger(WishFile.class);

    private final JsonFile file;

    /** @param directory exists, is writable, and is the node's alone */
    public WishFile(Path directory) {
        this.file = new JsonFile(directory.resolve("servers.json"));
    }

    /** A wish as it is written; null is what the configuration says. */
    private record Entry(
            String backend,
            String server,
            @Nullable AdminState state,
            @Nullable Integer weight,
            long version) {

        static Entry of(Wish wish) {
            return new Entry(
                    wish.backend(),
                    wish.server(),
                    wish.state().orElse(null),
                    wish.weight().isPresent() ? wish.weight().getAsInt() : null,
                    wish.version());
        }

        Wish wish() {
            return new Wish(
                    backend,
                    server,
                    Optional.ofNullable(state),
                    weight == null ? OptionalInt.empty() : OptionalInt.of(weight),
                    version);
        }
    }

    /** What was remembered; nothing, with a warning, when the file is damaged. */
    public List<Wish> read() {
        try {
            return file.read(new TypeReference<List<Entry>>() {}).orElse(List.of()).stream()
                    .map(Entry::wish)
                    .toList();
        } catch (IOException | RuntimeException e) {
            log.warn("{} cannot be read, servers stand as the configuration says: {}", file.path(), e.toString());
            return List.of();
        }
    }

    public void write(Collection<Wish> wishes) throws IOException {
        file.write(wishes.stream().map(Entry::of).toList());
    }
}
