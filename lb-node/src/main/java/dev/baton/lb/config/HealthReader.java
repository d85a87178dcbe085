package dev.baton.lb.config;

import dev.baton.lb.health.Ejections;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a backend says of judging its servers: {@code check}, {@code agent} and {@code passive}. */
final class HealthReader {

    private HealthReader() {}

    static HealthConfig read(MappingReader in) {
        CheckConfig check = in.section("check", CheckReader::read);
        Optional<HealthConfig.Agent> agent = in.findSection("agent", HealthReader::agent);
        Optional<Ejections.Policy> passive = in.findSection("passive", HealthReader::passive);
        return new HealthConfig(check, agent, passive);
    }

    private static HealthConfig.@Nullable Agent agent(MappingReader in) {
        Integer port = in.required("port", Scalars.PORT);
        Duration interval = in.optional("interval", CheckReader.TIME, Duration.ofSeconds(2));
        Duration timeout = in.optional("timeout", CheckReader.TIME, Duration.ofSeconds(1));
        return port == null ? null : new HealthConfig.Agent(port, interval, timeout);
    }

    private static Ejections.Policy passive(MappingReader in) {
        Duration first = in.optional("eject", CheckReader.TIME, Duration.ofSeconds(10));
        Duration longest = in.optional("max_eject", CheckReader.TIME, Duration.ofMinutes(5));
        if (longest.compareTo(first) < 0 && !in.broken("eject") && !in.broken("max_eject")) {
            in.problem("max_eject", "max_eject is shorter than eject");
        }
        return new Ejections.Policy(
                in.optional("errors", Scalars.integer(1, 1000), 5),
                first,
                longest,
                in.optional("max_share", Scalars.integer(1, 100), 50));
    }
}
