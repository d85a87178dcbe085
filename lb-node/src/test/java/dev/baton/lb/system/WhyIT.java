package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What somebody reads who is woken at night: after each fault {@code baton why} says what happened and what would change
 * it, and {@code baton events} says it still when it is over. Faults that need more than a pair have tests of their own,
 * which ask there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhyIT {

    /** On a busy machine the backup listens anew, since it cannot know what it has missed. */
    private static final String SILENCE =
            "MASTER for .*: no (advertisement of lb[12] for|master heard in) .*, and nobody answers for the addresses";

    @AutoClose
    private Pair pair;

    @BeforeAll
    void raise() {
        pair = PairSupport.raise();
    }

    @Test
    void aMasterThatIsKilled() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        master.signal("KILL");
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);

        assertWhy(heir, "MASTER for .*: " + master.name() + " died");
        assertWhy(heir, "keeps the addresses until it has a fault, an operator moves them");
        assertWhy(heir, "peer " + master.name() + ": died");
        assertEvent(heir, "BACKUP -> MASTER, .* " + master.name() + " died");
        master.restart();
        pair.awaitWhole();
    }

    @Test
    void aMasterThatIsToldToEnd() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        master.signal("TERM");
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);
        master.awaitStopped();

        assertWhy(heir, "MASTER for .*: " + master.name() + " gave the addresses up");
        assertWhy(heir, "peer " + master.name() + ": left");
        assertEvent(heir, "BACKUP -> MASTER, .* " + master.name() + " gave the addresses up");
        master.restart();
        pair.awaitWhole();
        assertEvent(master, "MASTER -> INIT, .* stopped");
    }

    @Test
    void aMasterThatHangs() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        master.signal("STOP");
        try {
            pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);

            assertWhy(heir, SILENCE);
            assertWhy(heir, "peer " + master.name() + ": not heard for ");
        } finally {
            master.signal("CONT");
        }
        pair.awaitWhole();
        assertWhy(master, "BACKUP for .*: this process stood still for .*, longer than its lease");
        assertEvent(master, "MASTER -> BACKUP, .* this process stood still for ");
    }

    @Test
    void aCableThatIsPulled() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        master.host().linkDown();
        try {
            pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);

            assertWhy(heir, SILENCE);
            assertWhy(master, "FAULT for .*: interface eth0 is down, gone or without carrier");
            assertWhy(master, "owns nothing until that is mended");
        } finally {
            master.host().linkUp();
        }
        pair.awaitWhole();
        assertEvent(master, "MASTER -> FAULT, .* interface eth0 is down");
        assertEvent(master, "FAULT -> BACKUP, .* interface eth0 is usable again");
    }

    @Test
    void anAddressThatTheKernelRefuses() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        ipv6(heir, false);
        master.signal("TERM");
        master.awaitStopped();

        assertWhy(heir, "FAULT for .*: bind fd00:9::100/64 on eth0 failed");
        assertWhy(heir, "owns nothing until that is mended");
        assertEvent(heir, "BACKUP -> FAULT, .* bind fd00:9::100/64 on eth0 failed");
        ipv6(heir, true);
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE.multipliedBy(2));
        assertWhy(heir, "MASTER for ");
        master.restart();
        pair.awaitWhole();
    }

    /** An interface without IPv6 loses its addresses; the node's own is not the interconnect's here. */
    private static void ipv6(BatonNode node, boolean on) {
        node.host()
                .exec("sysctl", "-w", "net.ipv6.conf.eth0.disable_ipv6=" + (on ? 0 : 1))
                .orThrow();
    }

    @Test
    void aNodeInMaintenanceAndASwitchoverToIt() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        master.command("maintenance", "on").orThrow();
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);

        assertWhy(master, "FAULT for .*: in maintenance on command; baton maintenance off ends it");
        assertWhy(heir, "MASTER for .*: " + master.name() + " gave the addresses up");
        assertWhy(heir, "peer " + master.name() + ": .*in maintenance on command");
        ExecResult refused = heir.command("switchover", "--to", master.name());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .containsPattern("switchover refused.*" + master.name() + ".*cannot take over.*maintenance");
        master.command("maintenance", "off").orThrow();
        pair.awaitWhole();
        assertEvent(master, "MASTER -> FAULT, .* in maintenance on command");
        assertEvent(master, "FAULT -> BACKUP, .* maintenance ended");
        heir.command("switchover").orThrow();
        assertEvent(heir, "MASTER -> BACKUP, .* switchover to " + master.name() + " on command");
        assertWhy(master, "MASTER for .*: " + heir.name() + " gave the addresses up to this node");
        pair.awaitWhole();
    }

    private static void assertWhy(BatonNode node, String pattern) {
        assertSays(node, "why", pattern);
    }

    private static void assertEvent(BatonNode node, String pattern) {
        assertSays(node, "events", pattern);
    }

    /** Soon: a node has the addresses before it says so, and the history is kept by a thread of its own. */
    private static void assertSays(BatonNode node, String command, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        long begin = System.nanoTime();
        String out = node.command(command).out();
        while (!wanted.matcher(out).find() && System.nanoTime() - begin < PairSupport.PATIENCE.toNanos()) {
            out = node.command(command).out();
        }
        assertThat(out).as("%s of %s", command, node.name()).containsPattern(wanted);
    }
}
