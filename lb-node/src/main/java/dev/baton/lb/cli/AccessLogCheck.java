package dev.baton.lb.cli;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.FrontendConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the files of access logs could be written by whoever asks, without making any. That need not be the user of
 * the node, nor its machine: a finding is no error.
 */
final class AccessLogCheck {

    private AccessLogCheck() {}

    /** One sentence for each log that could not be opened here. */
    static List<String> of(BatonConfig config) {
        return config.frontends().stream().flatMap(AccessLogCheck::of).toList();
    }

    private static Stream<String> of(FrontendConfig frontend) {
        return frontend.accessLog().file().map(Path::toAbsolutePath).flatMap(AccessLogCheck::obstacle).stream()
                .map(obstacle -> "frontend \"" + frontend.name() + "\": the access log cannot be opened here, by this"
                        + " user: " + obstacle + "; a node that cannot does not start");
    }

    private static Optional<String> obstacle(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(file + " is a directory");
        }
        if (Files.exists(file)) {
            return Files.isWritable(file) ? Optional.empty() : Optional.of(file + " is not writable");
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return Optional.of("there is no directory " + directory);
        }
        return Files.isWritable(directory) ? Optional.empty() : Optional.of(directory + " is not writable");
    }
}
