package dev.baton.lb.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file of text that is there as a whole or not at all, whatever happens meanwhile. */
record WholeFile(Path path) {

    boolean says(String text) {
        try {
            return Files.exists(path) && Files.readString(path).equals(text);
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether it can be replaced, which takes the right to its directory. */
    boolean isWritable() {
        Path directory = path.toAbsolutePath().getParent();
        return directory != null && Files.isWritable(directory);
    }

    /** Returns when it is on the disk. */
    void write(String text) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, text);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As {@link #write}; what was there before is kept beside it, with {@code .bak} behind its name. */
    void replace(String text) throws IOException {
        if (says(text)) {
            return;
        }
        if (Files.exists(path)) {
            Files.copy(path, path.resolveSibling(path.getFileName() + ".bak"), StandardCopyOption.REPLACE_EXISTING);
        }
        write(text);
    }
}
