package dev.baton.ha.agent;

import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The switchovers under way, until their target is seen as master. Used by the election thread only. */
final class Switchovers {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Pending> pending = new ArrayList<>();

    void add(
            VirtualRouter router,
            String group,
            String target,
            long sinceNanos,
            CompletableFuture<SwitchoverResult> result) {
        pending.add(new Pending(router, group, target, router.master(), sinceNanos, result));
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

    private record Pending(
            VirtualRouter router,
            String group,
            String target,
            String from,
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
            if (nowNanos >= deadlineNanos()) {
                String now = router.master().isEmpty() ? "nobody" : router.master();
                return finish(
                        false,
                        "group \"" + group + "\": " + target + " was not seen as master within " + PATIENCE.toSeconds()
                                + " s, " + now + " is; its log says why",
                        nowNanos);
            }
            return false;
        }

        boolean finish(boolean done, String message, long nowNanos) {
            return result.complete(new SwitchoverResult(done, message, Duration.ofNanos(nowNanos - sinceNanos)));
        }
    }
}
