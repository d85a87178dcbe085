package dev.baton.lb.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a frontend writes down of its requests or connections.
 *
 * @param format what a line looks like
 * @param file where lines go; empty for the standard output
 * @param headers request fields that are in the line
 */
public record AccessLogConfig(Format format, Optional<Path> file, List<String> headers) {

    public static final AccessLogConfig OFF = new AccessLogConfig(Format.OFF, Optional.empty(), List.of());

    public AccessLogConfig {
        headers = List.copyOf(headers);
    }

    /** What a line looks like. */
    public enum Format {
        OFF,
        LINE,
        JSON
    }
}
