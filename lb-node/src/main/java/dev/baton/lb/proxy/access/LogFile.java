package dev.baton.lb.proxy.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are put behind. Before each write it looks whether its name still leads to the same file, so that
 * a rotation by renaming needs no signal.
 */
final class LogFile implements Destination {

    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, StandardOpenOption.CREATE);

    /** Requests are nobody's business but the operators'. */
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path path;
    private FileChannel channel;
    private @Nullable Object key;

    private LogFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, APPENDING, PRIVATE);
        this.key = key();
    }

    /** Opens the file, or makes it; its directory must be there. */
    static LogFile open(Path path) throws IOException {
        return new LogFile(path);
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        if (!channel.isOpen() || !Objects.equals(key, key())) {
            channel.close();
            channel = FileChannel.open(path, APPENDING, PRIVATE);
            key = key();
        }
        while (lines.hasRemaining()) {
            channel.write(lines);
        }
    }

    /** Device and inode; null when the file is gone. */
    private @Nullable Object key() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
