package dev.baton.lb.config;

import dev.baton.lb.config.AccessLogConfig.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code access_log}. */
final class AccessLogReader {

    private static final Scalar<String> FIELD =
            Scalars.matching("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}", "is not the name of a header");

    private final Path file;

    /** @param file the file that is read; a relative path counts from its directory */
    AccessLogReader(Path file) {
        this.file = file;
    }

    /**
     * @param in what the section stands in
     * @param otherwise what counts where it says nothing
     */
    AccessLogConfig read(MappingReader in, AccessLogConfig otherwise) {
        return in.findSection("access_log", section -> section(section, otherwise))
                .orElse(otherwise);
    }

    private AccessLogConfig section(MappingReader in, AccessLogConfig otherwise) {
        // Whoever writes the section wants a log.
        Format usual = otherwise.format() == Format.OFF ? Format.LINE : otherwise.format();
        Optional<Path> path = in.find("file", Scalars.PATH).map(file::resolveSibling);
        List<String> headers = in.oneOrMore("headers", FIELD);
        return new AccessLogConfig(
                in.optional("format", Scalars.word(Format.class), usual),
                path.or(otherwise::file),
                in.has("headers") ? headers : otherwise.headers());
    }
}
