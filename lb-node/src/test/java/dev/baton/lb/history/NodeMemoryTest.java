package dev.baton.lb.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMemoryTest {

    @TempDir
    private Path directory;

    @Test
    void eventsSurviveARestart() {
        try (NodeMemory memory = NodeMemory.open(directory)) {
            memory.onRole(change(1));
            memory.onRole(change(2));
        }
        try (NodeMemory memory = NodeMemory.open(directory)) {
            assertThat(memory.events()).extracting(NodeEvent::term).containsExactly(1L, 2L);
            assertThat(memory.events().getFirst().reason()).isEqualTo("because \"it\" was so");
        }
    }

    @Test
    void theTermOfAChangeSurvivesAnEndRightBehindIt() {
        try (NodeMemory memory = NodeMemory.open(directory)) {
            memory.onRole(change(7));
            memory.onRole(change(6));
        }
        try (NodeMemory memory = NodeMemory.open(directory)) {
            assertThat(memory.term(change(7).group())).isEqualTo(7);
        }
    }

    @Test
    void numbersGoOnAfterARestart() {
        try (NodeMemory memory = NodeMemory.open(directory)) {
            memory.onRole(change(1));
            memory.onEvent(AgentEvent.ofNode(AgentEvent.Kind.HEARD, "lb2 is heard"));
            assertThat(memory.last()).isEqualTo(2);
        }
        try (NodeMemory memory = NodeMemory.open(directory)) {
            memory.onEvent(AgentEvent.ofNode(AgentEvent.Kind.ALARM, "x".repeat(1000)));
            assertThat(memory.events())
                    .extracting(NodeEvent::number, NodeEvent::kind)
                    .containsExactly(tuple(1L, "role"), tuple(2L, "heard"), tuple(3L, "alarm"));
            assertThat(memory.events().getLast().reason()).hasSize(300);
        }
    }

    @Test
    void whatWasKeptBeforeThereWereKindsIsAChangeOfRole() throws IOException {
        Files.writeString(directory.resolve("events.jsonl"), """
                {"time":"2026-01-02T03:04:05Z","group":"web","from":"BACKUP","to":"MASTER","term":3,"reason":"lb1 died"}
                """);
        try (NodeMemory memory = NodeMemory.open(directory)) {
            assertThat(memory.events())
                    .singleElement()
                    .extracting(NodeEvent::kind)
                    .isEqualTo("role");
            assertThat(memory.last()).isEqualTo(1);
        }
    }

    @Test
    void noMoreThanFiveHundredAreKept() {
        try (NodeMemory memory = NodeMemory.open(directory)) {
            for (int term = 1; term <= 600; term++) {
                memory.onRole(change(term));
            }
            assertThat(memory.events())
                    .hasSize(500)
                    .first()
                    .extracting(NodeEvent::term)
                    .isEqualTo(101L);
        }
    }

    @Test
    void aTornLastLineCostsThatLineAlone() throws IOException {
        EventFile file = new EventFile(directory, 1 << 20);
        file.append(event(1));
        Path path = directory.resolve("events.jsonl");
        Files.writeString(path, "{\"time\":\"2026-", StandardOpenOption.APPEND);
        assertThat(file.read()).containsExactly(event(1));
        file.append(event(2));
        assertThat(file.read()).containsExactly(event(1), event(2));
    }

    @Test
    void noDamageStopsAStart() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            Files.write(directory.resolve("events.jsonl"), bytes);
            Files.write(directory.resolve("terms.json"), bytes);
            assertThat(new EventFile(directory, 1 << 20).read()).isEmpty();
            assertThat(new TermFile(directory).read()).isEmpty();
        }
    }

    @Test
    void theFileIsRotatedAndTwoOfItsSizeAreThereAtMost() throws IOException {
        EventFile file = new EventFile(directory, 1000);
        for (int term = 1; term <= 100; term++) {
            file.append(event(term));
        }
        assertThat(Files.size(directory.resolve("events.jsonl"))).isLessThanOrEqualTo(1000);
        assertThat(Files.size(directory.resolve("events.jsonl.1"))).isLessThanOrEqualTo(1000);
        List<NodeEvent> left = file.read();
        assertThat(left).hasSizeGreaterThan(5).last().isEqualTo(event(100));
    }

    @Test
    void termsAreRememberedUnlessNobodyCanHaveClaimedThem() throws IOException {
        TermFile file = new TermFile(directory);
        assertThat(file.read()).isEmpty();
        file.write(Map.of("web", 7L, "mail", 2L));
        assertThat(file.read()).isEqualTo(Map.of("web", 7L, "mail", 2L));
        file.write(Map.of("web", Long.MAX_VALUE));
        assertThat(file.read()).isEmpty();
        Files.writeString(directory.resolve("terms.json"), "{\"web\":null}");
        assertThat(file.read()).isEmpty();
    }

    private static RoleChange change(long term) {
        return new RoleChange("web", Role.BACKUP, Role.MASTER, term, "because \"it\" was so");
    }

    private static NodeEvent event(long term) {
        return NodeEvent.of(change(term), Instant.parse("2026-01-02T03:04:05.678901Z"), term);
    }
}
