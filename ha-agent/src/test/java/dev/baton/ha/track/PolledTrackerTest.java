package dev.baton.ha.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolledTrackerTest {

    private final List<String> flips = new ArrayList<>();

    /** Looks as + and -, with rise 2 and fall 3, and the flips that come of them. */
    @ParameterizedTest
    @CsvSource({
        "+++++, ''",
        "-,     'disk bad 1'",
        "+--+-, ''",
        "+---,  'disk bad 4'",
        "-++-,  'disk bad 1,disk well'",
        "-+-++, 'disk bad 1,disk well'",
    })
    void onlyFlipsAreTold(String looks, String expected) {
        Deque<Finding> findings = new ArrayDeque<>();
        for (int i = 0; i < looks.length(); i++) {
            findings.add(looks.charAt(i) == '+' ? Finding.GOOD : Finding.bad("bad " + (i + 1)));
        }
        PolledTracker tracker = new PolledTracker("disk", Duration.ofSeconds(1), 2, 3, findings::remove, this::told);
        while (!findings.isEmpty()) {
            tracker.poll();
        }
        assertThat(String.join(",", flips)).isEqualTo(expected);
    }

    @Test
    void aProbeThatBreaksIsABadLook() {
        PolledTracker tracker = new PolledTracker(
                "disk",
                Duration.ofSeconds(1),
                1,
                1,
                () -> {
                    throw new IllegalStateException("no eyes");
                },
                this::told);
        tracker.poll();
        assertThat(flips).containsExactly("disk cannot look: java.lang.IllegalStateException: no eyes");
    }

    @Test
    void whatAStoppingNodeInterruptsIsNoVerdict() {
        PolledTracker tracker = new PolledTracker(
                "disk",
                Duration.ofSeconds(1),
                1,
                1,
                () -> {
                    Thread.currentThread().interrupt();
                    return Finding.bad("was interrupted and has been killed");
                },
                this::told);
        tracker.poll();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(flips).isEmpty();
    }

    private void told(String tracker, boolean healthy, String why) {
        flips.add(tracker + " " + (healthy ? "well" : why));
    }
}
