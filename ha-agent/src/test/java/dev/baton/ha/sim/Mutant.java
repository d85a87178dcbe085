package dev.baton.ha.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A rule of the election turned into its opposite: the source with one passage replaced, compiled, and run in the
 * simulation beside the unchanged rest.
 *
 * @param rule what the rule is for
 * @param seed one that has caught it
 * @param file below {@code dev/baton/ha}
 * @param passage the rule as it stands in the source, white space aside; must be there exactly once
 * @param instead what stands there in the mutant
 */
record Mutant(String rule, long seed, String file, String passage, String instead) {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final String PACKAGES = "dev.baton.ha.";

    @Override
    public String toString() {
        return rule;
    }

    /** @return the first of these seeds that breaks a promise, the promise and how; empty if none does */
    String caughtBy(LongStream seeds, Path output) throws IOException, ReflectiveOperationException {
        compile(output);
        Class<?> type = new Loader(output).loadClass("dev.baton.ha.sim.Run");
        Method run = open(type.getDeclaredMethod("of", long.class, boolean.class));
        Method broken = open(type.getDeclaredMethod("broken"));
        Method promise = open(type.getDeclaredMethod("promise"));
        for (long each : (Iterable<Long>) seeds::iterator) {
            Object result = run.invoke(null, each, false);
            if (broken.invoke(result) instanceof String how) {
                return promise.invoke(result) + ", seed " + each + ": " + how;
            }
        }
        return "";
    }

    private static Method open(Method method) {
        method.setAccessible(true);
        return method;
    }

    private void compile(Path output) throws IOException {
        Path path = SOURCES.resolve("dev/baton/ha").resolve(file);
        String source = Files.readString(path).replaceAll("\\s+", " ");
        int at = source.indexOf(passage);
        if (at < 0 || source.indexOf(passage, at + 1) >= 0) {
            throw new AssertionError(path + " does not have exactly once: " + passage);
        }
        String mutated = mutate(Files.readString(path));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        JavaFileObject unit =
                new SimpleJavaFileObject(URI.create("string:///dev/baton/ha/" + file), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return mutated;
                    }
                };
        List<String> options = List.of("-d", output.toString(), "-cp", classPath, "-proc:none", "-nowarn");
        if (!compiler.getTask(null, null, null, options, null, List.of(unit)).call()) {
            throw new AssertionError("the mutant of " + path + " does not compile");
        }
    }

    private String mutate(String source) {
        String pattern = java.util.Arrays.stream(passage.split(" "))
                .map(java.util.regex.Pattern::quote)
                .collect(java.util.stream.Collectors.joining("\\s+"));
        return source.replaceFirst(pattern, java.util.regex.Matcher.quoteReplacement(instead));
    }

    /** The election and the simulation anew, with the mutant in the place of the original. */
    private static final class Loader extends ClassLoader {

        private final Path mutated;

        Loader(Path mutated) {
            super(Mutant.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith(PACKAGES) ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String path = name.replace('.', '/') + ".class";
            Path mutant = mutated.resolve(path);
            try (var in = Files.exists(mutant)
                    ? Files.newInputStream(mutant)
                    : getParent().getResourceAsStream(path)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
