package dev.baton.lb.config;

import dev.baton.lb.config.SniConfig.Rule;
import dev.baton.lb.config.SniConfig.Without;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a TCP frontend. */
final class SniReader {

    /** A name without brackets or port; clients don't ask for addresses (RFC 6066, section 3). */
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final BiConsumer<MappingReader, String> backendCheck;

    /** @param backendCheck notes what is wrong with the value of {@code backend} */
    SniReader(BiConsumer<MappingReader, String> backendCheck) {
        this.backendCheck = backendCheck;
    }

    /** @param in the frontend */
    SniConfig read(MappingReader in, FrontendConfig.Mode mode) {
        Without without = in.optional("without_sni", Scalars.word(Without.class), Without.FORWARD);
        return switch (mode) {
            case HTTP -> {
                if (in.has("without_sni")) {
                    in.problem("without_sni", "without_sni is for mode: tcp; mode: http doesn't speak TLS");
                }
                yield SniConfig.NONE;
            }
            case TCP -> new SniConfig(in.list("rules", "rule", this::rule), without);
        };
    }

    private @Nullable Rule rule(MappingReader in) {
        List<String> names = in.oneOrMore("sni", Scalars.of(SniReader::name));
        if (!in.has("sni")) {
            in.problem("sni", "sni is missing; with mode: tcp a rule goes by the name that a TLS client asks for");
        }
        String backend = in.required("backend", Scalars.NAME);
        if (backend != null) {
            backendCheck.accept(in, backend);
        }
        return backend == null ? null : new Rule(names, backend);
    }

    private static String name(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a name; write it like example.org or *.example.org");
        }
        return name;
    }
}
