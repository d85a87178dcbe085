package dev.baton.lb.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a floating IP group that say what moves its addresses. */
final class DriverReader {

    private static final Scalar<Duration> TIMEOUT = Scalars.duration(Duration.ofMillis(100), Duration.ofMinutes(5));
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    /** The kernel's IFNAMSIZ without the final zero. */
    private static final int LABEL_LENGTH = 15;

    private static final Pattern LABEL_END = Pattern.compile(":[A-Za-z0-9._-]+");

    private final Path file;

    /** @param file the file that is read; a relative {@code program} lies beside it */
    DriverReader(Path file) {
        this.file = file;
    }

    private enum Driver {
        NETLINK,
        EXEC
    }

    DriverConfig read(MappingReader in, @Nullable String interfaceName) {
        Driver driver = in.optional("driver", Scalars.word(Driver.class), Driver.NETLINK);
        Optional<Path> program = in.find("program", Scalars.PATH);
        Optional<Duration> timeout = in.find("timeout", TIMEOUT);
        Optional<String> label = in.find("label", Scalars.TEXT);
        label.map(text -> wrongWith(text, interfaceName)).ifPresent(wrong -> in.problem("label", wrong));
        return switch (driver) {
            case NETLINK -> {
                String means = " has a meaning for driver: exec only";
                program.ifPresent(_ -> in.problem("program", "program" + means));
                timeout.ifPresent(_ -> in.problem("timeout", "timeout" + means));
                yield new DriverConfig.Netlink(label.orElse(""));
            }
            case EXEC -> {
                label.ifPresent(_ -> in.problem("label", "label has a meaning for driver: netlink only"));
                if (!in.has("program")) {
                    in.problem("program", "program is missing; driver: exec calls it to move the addresses");
                }
                yield new DriverConfig.Exec(
                        file.resolveSibling(program.orElse(Path.of(""))), timeout.orElse(USUAL_TIMEOUT));
            }
        };
    }

    /** The kernel takes any text; tools that know labels take what follows a colon for the name of an alias. */
    private static @Nullable String wrongWith(String label, @Nullable String interfaceName) {
        if (interfaceName == null) {
            return null;
        }
        boolean alias = label.startsWith(interfaceName)
                && LABEL_END.matcher(label.substring(interfaceName.length())).matches();
        return alias && label.length() <= LABEL_LENGTH
                ? null
                : "label \"" + label + "\" is none for " + interfaceName + "; write " + interfaceName + ":WORD, with "
                        + LABEL_LENGTH + " characters at most";
    }
}
