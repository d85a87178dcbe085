package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code baton events} on a real pair: the timeline of both nodes, and what follows while it is watched. */
class EventsIT {

    private static final List<String> TAKEOVER = List.of("detected", "claimed", "bound", "announced", "role", "served");

    @Test
    void theTimelineOfBothNodesIsFollowedThroughADeathAReturnAndACut() throws Exception {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(Pair.CONFIG_OWN_INTERCONNECT, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            client.awaitSteady(PairSupport.PATIENCE);
            BatonNode dead = pair.master();
            BatonNode heir = pair.peerOf(dead);
            try (RunningProgram follower = follow(pair, heir)) {
                dead.program().kill("KILL");
                follower.awaitLine(heir.name() + " .* served ", PairSupport.PATIENCE);
                assertTakeover(heir, dead);

                dead.restart();
                pair.awaitWhole();
                follower.awaitLine("baton: " + dead.name() + " answers again", PairSupport.PATIENCE);
                follower.awaitLine(dead.name() + " .* role +INIT -> BACKUP", PairSupport.PATIENCE);

                dead.host().linkDown(Pair.SECOND_NETWORK);
                follower.awaitLine(
                        heir.name() + " .* detected +" + dead.name() + " not heard for", PairSupport.PATIENCE);
                PairSupport.await(
                        "an alarm at the backup",
                        PairSupport.PATIENCE,
                        () -> dead.status()
                                .orElseThrow()
                                .path("problems")
                                .toString()
                                .contains("check the interconnect"));
                dead.host().linkUp(Pair.SECOND_NETWORK);
                pair.awaitWhole();
                // What the backup kept while it could not be asked is told now.
                follower.awaitLine(
                        dead.name() + " .* alarm .*their owner lives and only the interconnect is cut",
                        PairSupport.PATIENCE);
                follower.awaitLine("heard +master " + heir.name() + " is heard again", PairSupport.PATIENCE);

                follower.kill("INT");
                assertThat(follower.awaitExit(PairSupport.PATIENCE)).isEqualTo(130);
                assertThat(follower.lines()).noneMatch(line -> line.contains("Exception"));
            }
        }
    }

    private static RunningProgram follow(Pair pair, BatonNode node) {
        RunningProgram follower = node.host()
                .start(
                        pair.lab().directory().resolve("events.log"),
                        List.of(
                                // What a shell runs in the background ignores Ctrl-C, and so does all that it starts.
                                "env",
                                "--default-signal=INT",
                                BatonNode.executable().toString(),
                                "events",
                                "--follow",
                                "--runtime-dir",
                                node.runtimeDirectory().toString()));
        follower.awaitLine(" role .* -> MASTER, ", PairSupport.PATIENCE);
        return follower;
    }

    /** The dead node is named, and what the other tells is in order. */
    private static void assertTakeover(BatonNode heir, BatonNode dead) throws Exception {
        ExecResult told = heir.command("events", "-o", "json");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.err()).contains("baton: " + dead.name() + " cannot be asked (died)");
        List<JsonNode> events = new ArrayList<>();
        new ObjectMapper().readTree(told.out()).forEach(events::add);
        assertThat(events).isSortedAccordingTo((a, b) -> time(a).compareTo(time(b)));
        List<String> kinds =
                events.stream().map(event -> event.path("kind").asText()).toList();
        assertThat(kinds.subList(kinds.lastIndexOf("detected"), kinds.size())).containsExactlyElementsOf(TAKEOVER);
        assertThat(events.getLast().path("reason").asText())
                .matches(Pattern.compile("the first answer to a client, [0-9]+ ms after the takeover"));
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("time").asText());
    }
}
