package dev.baton.lb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory for what outlives the process; found unfit at start rather than when it is needed. */
final class StateDirectory {

    private StateDirectory() {}

    static void prepare(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IOException(
                    "state directory " + directory + " cannot be made (" + e.getMessage()
                            + "); choose another with --state-dir",
                    e);
        }
        if (!Files.isWritable(directory)) {
            throw new IOException(
                    "state directory " + directory + " cannot be written; choose another with --state-dir");
        }
    }
}
