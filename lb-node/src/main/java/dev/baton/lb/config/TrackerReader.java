package dev.baton.lb.config;

import dev.baton.lb.config.TrackerConfig.Rhythm;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the elements of {@code trackers}; each type has keys of its own. */
final class TrackerReader {

    private static final Scalar<Duration> TIME = Scalars.duration(Duration.ofMillis(10), Duration.ofHours(1));
    private static final Scalar<Integer> IN_A_ROW = Scalars.integer(1, 100);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Path file;

    /** @param file the file that is read; a relative {@code program} lies beside it */
    TrackerReader(Path file) {
        this.file = file;
    }

    private enum Type {
        INTERFACE,
        SCRIPT,
        PROCESS,
        GATEWAY
    }

    @Nullable TrackerConfig read(MappingReader in) {
        String name = in.required("name", Scalars.NAME);
        int weight = in.optional("weight", Scalars.integer(-253, 253), 0);
        Type type = in.required("type", Scalars.word(Type.class));
        if (type == null) {
            in.ignoreTheRest();
            return null;
        }
        TrackerConfig.What what = switch (type) {
            case INTERFACE -> carrier(in);
            case SCRIPT -> script(in);
            case PROCESS -> process(in);
            case GATEWAY -> gateway(in);
        };
        return name == null || what == null ? null : new TrackerConfig(name, weight, what);
    }

    private static TrackerConfig.@Nullable What carrier(MappingReader in) {
        String interfaceName = in.required("interface", Scalars.INTERFACE);
        return interfaceName == null ? null : new TrackerConfig.Carrier(interfaceName);
    }

    private TrackerConfig.@Nullable What script(MappingReader in) {
        Path program = in.required("program", Scalars.PATH);
        List<String> args = in.optionalValues("args", Scalars.of(text -> text));
        Duration timeout = in.optional("timeout", TIME, SECOND);
        Rhythm rhythm = rhythm(in);
        return program == null ? null : new TrackerConfig.Script(file.resolveSibling(program), args, timeout, rhythm);
    }

    private static TrackerConfig.@Nullable What process(MappingReader in) {
        String process = in.required("process", Scalars.TEXT);
        Rhythm rhythm = rhythm(in);
        return process == null ? null : new TrackerConfig.Running(process, rhythm);
    }

    private static TrackerConfig.@Nullable What gateway(MappingReader in) {
        InetAddress address = in.required("address", Scalars.of(Addresses::host));
        String interfaceName = in.required("interface", Scalars.INTERFACE);
        Duration timeout = in.optional("timeout", TIME, SECOND);
        Rhythm rhythm = rhythm(in);
        return address == null || interfaceName == null
                ? null
                : new TrackerConfig.Gateway(address, interfaceName, timeout, rhythm);
    }

    private static Rhythm rhythm(MappingReader in) {
        return new Rhythm(
                in.optional("interval", TIME, SECOND),
                in.optional("rise", IN_A_ROW, 2),
                in.optional("fall", IN_A_ROW, 2));
    }
}
