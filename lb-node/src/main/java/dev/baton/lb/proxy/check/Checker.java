package dev.baton.lb.proxy.check;

import dev.baton.ha.track.Finding;
import dev.baton.lb.config.CheckConfig;
import dev.baton.lb.config.CheckConfig.Http;
import dev.baton.lb.config.CheckConfig.Rhythm;
import dev.baton.lb.config.CheckConfig.Tcp;
import dev.baton.lb.config.ServerTls;
import dev.baton.lb.health.CheckSchedule;
import dev.baton.lb.health.Health;
import dev.baton.lb.health.Judge;
import dev.baton.lb.pool.Addresses;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Introduction;
import dev.baton.lb.proxy.loop.Worker;
import dev.baton.lb.traffic.Figure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one server again and again, and publishes the verdict when it flips. Lives on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a loop that takes no tasks any more has ended, and so have the checks
final class Checker {

    /** How long a server that leaves maintenance may wait for its first check. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Checker.class);

    private final Worker worker;
    private final CheckConfig check;
    private final InetSocketAddress target;
    private final Judge judge;
    private final CheckSchedule schedule;
    private final Consumer<Server> onDown;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private volatile Place place;
    private Duration phase = Duration.ZERO;
    private boolean paused;
    private @Nullable Question<?, ?> question;
    private volatile boolean stopped;

    Checker(Worker worker, Place place, CheckConfig check, RandomGenerator random, Consumer<Server> onDown) {
        this.worker = worker;
        this.place = place;
        this.check = check;
        this.target = check.target(place.server().address());
        Rhythm rhythm = check.rhythm();
        this.judge = new Judge(rhythm.rise(), rhythm.fall());
        this.schedule = new CheckSchedule(rhythm.interval(), rhythm.fastInterval(), random);
        this.onDown = onDown;
    }

    /**
     * @param first until the first check
     * @param phase between the first and the second, so that the servers are not all asked in the same moment for ever
     */
    void start(Duration first, Duration phase) {
        this.phase = phase;
        later(first, this::repeat);
    }

    /** Goes on for the same machine in another configuration. May be called by any thread. */
    void moveTo(Place now) {
        place = now;
    }

    /** Completes when the server has been asked once, or is not to be asked. */
    CompletableFuture<?> asked() {
        return asked;
    }

    /** May be called by any thread, and more than once. */
    void stop() {
        if (!stopped) {
            stopped = true;
            worker.loop().execute(() -> {
                if (question != null) {
                    question.abandon();
                }
            });
        }
    }

    private void later(Duration delay, Runnable task) {
        if (!stopped) {
            worker.loop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Intervals count from question to question; a slow answer moves nothing. */
    private void repeat() {
        if (isInMaintenance()) {
            pause();
            return;
        }
        paused = false;
        long began = System.nanoTime();
        ask(finding -> {
            heard(finding);
            Duration rest = next().minusNanos(System.nanoTime() - began);
            later(rest.isNegative() ? Duration.ZERO : rest, this::repeat);
        });
    }

    private Duration next() {
        Duration once = phase;
        phase = Duration.ZERO;
        return once.isZero() ? schedule.next(judge.isSettled()) : once;
    }

    /** In maintenance nobody is asked, nothing is remembered, and no connection is kept. */
    private void pause() {
        if (!paused) {
            paused = true;
            judge.begin(Health.UNKNOWN);
            onDown.accept(place.server());
            asked.complete(null);
        }
        later(PAUSE, this::repeat);
    }

    private void ask(Consumer<Finding> asker) {
        if (stopped) {
            return;
        }
        Duration timeout = check.rhythm().timeout();
        Server server = place.server();
        Optional<ServerTls> tls = check.tls(server.tls());
        Question<?, Finding> next = switch (check.what()) {
            case Tcp _ -> new TcpQuestion(timeout, asker);
            case Http http ->
                new HttpQuestion(
                        http,
                        Addresses.text(target),
                        check.asksHttp2(server.protocol()),
                        tls.isPresent(),
                        timeout,
                        asker);
        };
        question = next;
        byte[] header = Introduction.own(check.sendProxy(server.sendProxy()));
        next.ask(worker, new Approach(target, header, tls, Approach.Purpose.CHECK));
    }

    private void heard(Finding finding) {
        if (!stopped) {
            place.server()
                    .traffic()
                    .of(worker.loop())
                    .add(finding.good() ? Figure.CHECKS_PASSED : Figure.CHECKS_FAILED, 1);
        }
        if (!stopped && !isInMaintenance() && isNews(finding)) {
            flipped(finding);
        }
        asked.complete(null);
    }

    private boolean isNews(Finding finding) {
        Place now = place;
        Health known = now.backend().verdicts().checked(now.server());
        if (known != judge.verdict()) {
            // Another node's word was taken, or it was in maintenance for so short a time that no check fell into it.
            judge.begin(known);
        }
        now.server().checked();
        return judge.observe(finding.good());
    }

    private void flipped(Finding finding) {
        Place now = place;
        Health verdict = judge.verdict();
        now.backend().verdicts().judge(now.server(), verdict);
        if (verdict == Health.UP) {
            log.info("server {} is up: {}", now, praise());
        } else {
            log.warn(
                    "server {} is down: {}, check timeout {} ms",
                    now,
                    finding.why(),
                    check.rhythm().timeout().toMillis());
            onDown.accept(now.server());
        }
    }

    private boolean isInMaintenance() {
        Place now = place;
        return now.backend().verdicts().isInMaintenance(now.server());
    }

    private String praise() {
        return switch (check.what()) {
            case Tcp _ -> check.tls(place.server().tls()).isPresent() ? "it speaks TLS" : "it accepts connections";
            case Http http -> "it answers " + http.method() + " " + http.path() + " as it should";
        };
    }
}
