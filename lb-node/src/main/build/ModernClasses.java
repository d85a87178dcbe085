import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the old classes of a jar anew in the form of Java 8 (JVMS section 4.10.1: with stack maps). Java keeps classes of
 * before Java 6 in no ahead-of-time cache, and works out the types in their code each time it starts: with those of
 * picocli a command takes a third longer.
 *
 * <p>The build runs this by its source: {@code java ModernClasses.java JAR}. What is modern stays as it is.
 */
class ModernClasses {

    private static final int WITH_STACK_MAPS = ClassFile.JAVA_8_VERSION;

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        int old = 0;
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(written)) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] content;
                try (InputStream in = from.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                if (entry.getName().endsWith(".class")) {
                    ClassModel model = format.parse(content);
                    if (model.majorVersion() < ClassFile.JAVA_6_VERSION) {
                        content = format.transformClass(model, modern());
                        old++;
                    }
                }
                ZipEntry copy = new ZipEntry(entry.getName());
                // As it is written there, so that a build elsewhere writes the same.
                copy.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(copy);
                to.write(content);
                to.closeEntry();
            }
        }
        if (old > 0) {
            Files.write(jar, written.toByteArray());
        }
    }

    private static ClassTransform modern() {
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return code.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(WITH_STACK_MAPS, 0);
            } else {
                builder.with(element);
            }
        });
    }
}
