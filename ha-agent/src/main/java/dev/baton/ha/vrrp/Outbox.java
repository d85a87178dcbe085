package dev.baton.ha.vrrp;

import java.util.ArrayList;
import java.util.List;

/** What one input has led to so far. Reports come last: what the LAN waits for must not wait for a log. */
final class Outbox {

    private final List<Action> actions = new ArrayList<>();
    private final List<Action> reports = new ArrayList<>();

    void add(Action action) {
        actions.add(action);
    }

    void report(Action.Transition transition) {
        reports.add(transition);
    }

    /** What comes next is answered before it returns, so what led to it is told before. */
    void flushReports() {
        actions.addAll(reports);
        reports.clear();
    }

    List<Action> drain() {
        flushReports();
        List<Action> drained = List.copyOf(actions);
        actions.clear();
        return drained;
    }
}
