package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.history.NodeEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {

    private static final ClusterEvents.Entry DETECTED = new ClusterEvents.Entry(
            "lb2", new NodeEvent(7, "2026-01-02T03:04:05Z", "", "detected", "", "", 0, "lb1 died"));
    private static final ClusterEvents.Entry ROLE = new ClusterEvents.Entry(
            "lb2",
            new NodeEvent(
                    8,
                    "2026-01-02T03:04:05.678Z",
                    "web",
                    "role",
                    "BACKUP",
                    "MASTER",
                    4,
                    "no advertisement of lb1 for 108 ms, and nobody answers for the addresses"));

    @Test
    void aDayIsToldOnceAndTimesHaveMilliseconds() {
        EventLines lines = new EventLines(0, false);
        assertThat(lines.lines(List.of(DETECTED, ROLE)))
                .containsExactly(
                        "2026-01-02, times in UTC",
                        "03:04:05.000  lb2       detected  lb1 died",
                        "03:04:05.678  lb2  web  role      BACKUP -> MASTER, term 4: no advertisement of lb1 for 108 ms,"
                                + " and nobody answers for the addresses");
        assertThat(lines.lines(List.of(DETECTED))).hasSize(1);
    }

    @Test
    void whatIsStillToComeKeepsTheColumns() {
        EventLines lines = new EventLines(0, false);
        lines.keepRoomFor(List.of("lb1", "lb2"), List.of("web"));
        assertThat(lines.lines(List.of(DETECTED))).endsWith("03:04:05.000  lb2       detected  lb1 died");
        assertThat(lines.lines(List.of(ROLE)).getFirst()).startsWith("03:04:05.678  lb2  web  role      BACKUP");
    }

    @Test
    void onATerminalWordsStayRightOfTheirBeginning() {
        List<String> lines = new EventLines(80, false).lines(List.of(ROLE));
        assertThat(lines)
                .containsExactly(
                        "2026-01-02, times in UTC",
                        "03:04:05.678  lb2  web  role      BACKUP -> MASTER, term 4: no advertisement of",
                        "                                  lb1 for 108 ms, and nobody answers for the",
                        "                                  addresses");
        assertThat(lines).allMatch(line -> line.length() <= 80);
    }
}
