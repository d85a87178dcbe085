package dev.baton.ha.notify;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.exec.BoundedProgram;
import dev.baton.ha.status.RoleChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the programs of one group of its changes of role, one after the other on a thread of its own. What it runs
 * finds these variables: {@code BATON_GROUP}, {@code BATON_NODE}, {@code BATON_ROLE}, {@code BATON_PREVIOUS_ROLE},
 * {@code BATON_REASON}, {@code BATON_TERM} and {@code BATON_ADDRESSES}, these with their prefix lengths and separated
 * by blanks.
 */
public final class HookRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HookRunner.class);
    private static final Duration KILL_SLACK = Duration.ofSeconds(1);

    private final String node;
    private final List<String> addresses;
    private final Hooks hooks;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;

    private HookRunner(String node, String group, List<String> addresses, Hooks hooks) {
        this.node = requireNonNull(node, "node is null");
        this.addresses = List.copyOf(addresses);
        this.hooks = requireNonNull(hooks, "hooks is null");
        this.thread = Thread.ofPlatform().daemon().name("baton-notify-" + group).unstarted(this::work);
    }

    /** @param addresses the group's, with their prefix lengths */
    public static HookRunner start(String node, String group, List<String> addresses, Hooks hooks) {
        HookRunner runner = new HookRunner(node, group, addresses, hooks);
        runner.thread.start();
        return runner;
    }

    /** Passes a change of this group's role on and returns at once. */
    public void tell(RoleChange change) {
        mailbox.put(change);
    }

    /** Lets the program that runs and the one that waits come to their end, which takes twice the timeout at most. */
    @Override
    public void close() {
        mailbox.close();
        try {
            if (!thread.join(hooks.timeout().plus(KILL_SLACK).multipliedBy(2))) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (var change = mailbox.take(); change.isPresent(); change = mailbox.take()) {
                RoleChange news = change.get();
                hooks.program(news).ifPresent(program -> run(program, news));
            }
        } catch (InterruptedException _) {
            log.warn("hooks are abandoned: the node cannot wait for them any longer");
        }
    }

    private void run(Path program, RoleChange change) {
        Map<String, String> environment = Map.of(
                "BATON_GROUP", change.group(),
                "BATON_NODE", node,
                "BATON_ROLE", change.to().name(),
                "BATON_PREVIOUS_ROLE", change.from().name(),
                "BATON_REASON", change.reason(),
                "BATON_TERM", String.valueOf(change.term()),
                "BATON_ADDRESSES", String.join(" ", addresses));
        BoundedProgram.Outcome outcome =
                new BoundedProgram(List.of(program.toString()), environment, hooks.timeout()).run();
        if (!outcome.good()) {
            log.warn("group \"{}\": {}, told of {}, {}", change.group(), program, change.to(), outcome.words());
        } else if (!outcome.words().isEmpty()) {
            log.info("group \"{}\": {}, told of {}: {}", change.group(), program, change.to(), outcome.words());
        }
    }
}
