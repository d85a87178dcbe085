package dev.baton.lb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operator's wish that a node own nothing: a file that is there or not, so that a restart does not end it. */
final class Maintenance {

    private final Path file;

    Maintenance(Path stateDir) {
        this.file = stateDir.resolve("maintenance");
    }

    boolean wanted() {
        return Files.exists(file);
    }

    void remember(boolean on) throws IOException {
        if (!on) {
            Files.deleteIfExists(file);
        } else if (!wanted()) {
            Files.createFile(file);
        }
    }
}
