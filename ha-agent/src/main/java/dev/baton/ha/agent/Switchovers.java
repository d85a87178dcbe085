package dev.baton.ha.agent;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.vrrp.Role;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins switchovers, here or at the master, and waits for their end. Used by the election thread only. */
final class Switchovers {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Switchovers.class);

    private final Elections elections;
    private final Interconnect interconnect;
    private final Executor commandSender;
    private final List<Pending> pending = new ArrayList<>();

    /** @param commandSender runs the sending of commands, which may block on a slow peer */
    Switchovers(Elections elections, Interconnect interconnect, Executor commandSender) {
        this.elections = elections;
        this.interconnect = interconnect;
        this.commandSender = commandSender;
    }

    void begin(Command.Switchover wish, CompletableFuture<SwitchoverResult> result, long nowNanos) {
        GroupRunner runner = elections.get(wish.group());
        if (runner == null) {
            refuse(result, "there is no floating IP group \"" + wish.group() + "\"; there are " + elections.names());
            return;
        }
        VirtualRouter router = runner.router();
        Optional<String> best = wish.target().isEmpty() ? router.bestTarget(nowNanos) : Optional.of(wish.target());
        if (best.isEmpty()) {
            refuse(result, "group \"" + wish.group() + "\": no other node is fit to take over; baton status shows why");
            return;
        }
        Optional<String> refusal = router.switchoverRefusal(best.get(), wish.force(), nowNanos);
        if (refusal.isPresent()) {
            refuse(result, refusal.get());
            return;
        }
        pending.add(new Pending(router, wish.group(), best.get(), router.master(), router.term(), nowNanos, result));
        if (router.role() == Role.MASTER) {
            runner.carryOut(router.switchover(best.get(), wish.force(), nowNanos));
        } else {
            Command command = new Command.Switchover(wish.group(), best.get(), wish.force());
            String master = router.master();
            commandSender.execute(() -> send(master, command, result));
        }
    }

    private void send(String master, Command command, CompletableFuture<SwitchoverResult> result) {
        try {
            interconnect.command(master, command);
        } catch (RuntimeException e) {
            refuse(result, "could not ask " + master + ", the master: " + e.getMessage());
        }
    }

    /** Another node asks this one, which it takes for the master. */
    void onCommand(String from, Command.Switchover wish, long nowNanos) {
        GroupRunner runner = elections.get(wish.group());
        String refusal;
        if (runner == null) {
            refusal = "there is no group \"" + wish.group() + "\" in the configuration of this node";
        } else if (runner.router().role() != Role.MASTER) {
            refusal = "group \"" + wish.group() + "\": this node is not master";
        } else {
            VirtualRouter router = runner.router();
            refusal = router.switchoverRefusal(wish.target(), wish.force(), nowNanos)
                    .orElse("");
            runner.carryOut(router.switchover(wish.target(), wish.force(), nowNanos));
        }
        if (!refusal.isEmpty()) {
            log.warn("{} asks for a switchover: refused: {}", from, refusal);
            Command answer = new Command.Refusal(wish.group(), wish.target(), refusal);
            commandSender.execute(() -> interconnect.command(from, answer));
        }
    }

    /** The master does not do what was asked of it. */
    void onRefusal(String from, Command.Refusal refusal, long nowNanos) {
        pending.stream()
                .filter(each ->
                        each.group().equals(refusal.group()) && each.target().equals(refusal.target()))
                .forEach(each -> each.finish(false, "refused by " + from + ", the master: " + refusal.why(), nowNanos));
    }

    void check(long nowNanos) {
        pending.removeIf(each -> each.completed(nowNanos));
    }

    long nextDeadlineNanos() {
        return pending.stream().mapToLong(Pending::deadlineNanos).min().orElse(Long.MAX_VALUE);
    }

    void abandon(long nowNanos) {
        pending.forEach(each -> each.finish(false, "this node is stopping", nowNanos));
        pending.clear();
    }

    static void refuse(CompletableFuture<SwitchoverResult> result, String message) {
        result.complete(new SwitchoverResult(false, message, Duration.ZERO));
    }

    private record Pending(
            VirtualRouter router,
            String group,
            String target,
            String from,
            long term,
            long sinceNanos,
            CompletableFuture<SwitchoverResult> result) {

        long deadlineNanos() {
            return sinceNanos + PATIENCE.toNanos();
        }

        boolean completed(long nowNanos) {
            if (result.isDone()) {
                return true;
            }
            if (router.master().equals(target)) {
                return finish(true, "group \"" + group + "\": " + target + " is master now, after " + from, nowNanos);
            }
            if (router.master().equals(from) && router.term() > term) {
                return finish(
                        false,
                        "group \"" + group + "\": " + target + " did not take over, so " + from
                                + " has taken the addresses back; baton why on " + target + " and its log say why",
                        nowNanos);
            }
            if (nowNanos >= deadlineNanos()) {
                String now = router.master().isEmpty() ? "nobody" : router.master();
                return finish(
                        false,
                        "group \"" + group + "\": " + target + " was not seen as master within " + PATIENCE.toSeconds()
                                + " s, " + now + " is; baton why on " + target + " says what it waits for",
                        nowNanos);
            }
            return false;
        }

        boolean finish(boolean done, String message, long nowNanos) {
            return result.complete(new SwitchoverResult(done, message, Duration.ofNanos(nowNanos - sinceNanos)));
        }
    }
}
