package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The jars of the program, as the build has put them together. */
class ModernClassesIT {

    private static final Path LIB = Path.of("target/baton/lib");

    /** JVMS table 4.1-A: Java 6. */
    private static final int FIRST_WITH_STACK_MAPS = 50;

    @Test
    void noClassIsTooOldForAnAheadOfTimeCache() throws IOException {
        List<Path> jars;
        try (var files = Files.list(LIB)) {
            jars = files.toList();
        }
        assertThat(jars).anySatisfy(jar -> assertThat(jar.toString()).contains("picocli"));
        List<String> old = new ArrayList<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    if (entry.getName().endsWith(".class") && version(zip, entry) < FIRST_WITH_STACK_MAPS) {
                        old.add(jar.getFileName() + ": " + entry.getName());
                    }
                }
            }
        }
        assertThat(old).isEmpty();
    }

    private static int version(ZipFile zip, ZipEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
            in.skipNBytes(Integer.BYTES + Short.BYTES);
            return in.readUnsignedShort();
        }
    }
}
