package dev.baton.floatingip.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Compiled C that comes with this package, as files that the kernel can take. */
final class NativeFile {

    static final String PROCESSOR = System.getProperty("os.arch");

    private NativeFile() {}

    /**
     * To be deleted once it runs or is loaded.
     *
     * @throws IOException if this build has no such file, or it cannot be written
     */
    static Path extract(String resource) throws IOException {
        try (InputStream content = NativeFile.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException("this build has no " + resource);
            }
            Path file = Files.createTempFile(
                    "baton-" + resource,
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (OutputStream out = Files.newOutputStream(file)) {
                content.transferTo(out);
            }
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
        }
    }
}
