package dev.baton.lb.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether files have changed without reading them: a thousand certificates are looked at every second. */
public final class FileStamps {

    /** As deep as {@link Certificates} looks: a directory, and directories in it. */
    private static final int DEPTH = 2;

    private FileStamps() {}

    /** Another text whenever one of the files, or what lies beside it, was written, replaced, made or removed. */
    public static String of(List<Path> entries) {
        StringBuilder stamps = new StringBuilder();
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                directory(entry, DEPTH, stamps);
            } else {
                file(entry, stamps);
                Certificates.keys(entry).forEach(key -> file(key, stamps));
                file(Staple.beside(entry), stamps);
            }
        }
        return stamps.toString();
    }

    private static void directory(Path directory, int depth, StringBuilder to) {
        try (Stream<Path> members = Files.list(directory)) {
            for (Path member : members.sorted().toList()) {
                if (!Files.isDirectory(member)) {
                    file(member, to);
                } else if (depth > 1) {
                    directory(member, depth - 1, to);
                }
            }
        } catch (IOException e) {
            to.append(directory).append('?');
        }
    }

    /** Of what a link points at, which is what changes with certbot. */
    private static void file(Path file, StringBuilder to) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            to.append(file)
                    .append(' ')
                    .append(now.lastModifiedTime())
                    .append(' ')
                    .append(now.size())
                    .append(' ')
                    .append(now.fileKey())
                    .append('\n');
        } catch (IOException _) {
            to.append(file).append(" -\n");
        }
    }
}
