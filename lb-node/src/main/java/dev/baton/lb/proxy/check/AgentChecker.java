package dev.baton.lb.proxy.check;

import dev.baton.lb.config.HealthConfig;
import dev.baton.lb.health.AgentReply;
import dev.baton.lb.health.CheckSchedule;
import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Worker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agent of one server again and again, and follows what it says. An agent that doesn't answer, or speaks
 * another language, changes nothing, as in HAProxy: the checks tell whether the server lives. Lives on one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a loop that takes no tasks any more has ended, and so have the checks
final class AgentChecker {

    private static final Logger log = LoggerFactory.getLogger(AgentChecker.class);

    private final Worker worker;
    private final HealthConfig.Agent agent;
    private final InetSocketAddress target;
    private final CheckSchedule schedule;
    private volatile Place place;
    private String last = "";
    private @Nullable AgentQuestion asked;
    private volatile boolean stopped;

    AgentChecker(Worker worker, Place place, HealthConfig.Agent agent, RandomGenerator random) {
        this.worker = worker;
        this.place = place;
        this.agent = agent;
        this.target = new InetSocketAddress(place.server().address().getAddress(), agent.port());
        this.schedule = new CheckSchedule(agent.interval(), agent.interval(), random);
    }

    void start(Duration first) {
        later(first);
    }

    /** Goes on for the same machine in another configuration. May be called by any thread. */
    void moveTo(Place now) {
        place = now;
    }

    /** May be called by any thread, and more than once. */
    void stop() {
        if (!stopped) {
            stopped = true;
            worker.loop().execute(() -> {
                if (asked != null) {
                    asked.abandon();
                }
            });
        }
    }

    private void later(Duration delay) {
        if (!stopped) {
            worker.loop().schedule(this::ask, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void ask() {
        if (stopped) {
            return;
        }
        AgentQuestion question = new AgentQuestion(agent.timeout(), line -> {
            heard(line);
            later(schedule.next(true));
        });
        asked = question;
        question.ask(worker, Approach.clear(target));
    }

    private void heard(Optional<String> answer) {
        String line = answer.orElse(last).strip();
        if (stopped || line.equals(last)) {
            return;
        }
        last = line;
        Place now = place;
        try {
            now.backend().verdicts().told(now.server(), AgentReply.parse(line));
            log.info("server {}: its agent says \"{}\"", now, shown(line));
        } catch (IllegalArgumentException e) {
            log.warn("server {}: its agent says what is not followed: {}", now, shown(String.valueOf(e.getMessage())));
        }
    }

    /** What came from outside, fit for a log. */
    private static String shown(String text) {
        return text.substring(0, Math.min(100, text.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
