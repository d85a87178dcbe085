package dev.baton.lb.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTest {

    private final Meter meter = new Meter();

    @Test
    void loopsCountForThemselvesAndAreAddedUp() {
        Object loop = new Object();
        Counts mine = meter.of(loop);
        mine.add(Figure.BYTES_IN, 10);
        meter.of(new Object()).add(Figure.BYTES_IN, 5);

        assertThat(meter.of(loop)).isSameAs(mine);
        assertThat(meter.totals().of(Figure.BYTES_IN)).isEqualTo(15);
        assertThat(meter.totals().of(Figure.BYTES_OUT)).isZero();
    }

    @Test
    void timesFallIntoTheirClass() {
        Counts counts = meter.of(this);
        counts.took(500_000);
        counts.took(500_001);
        counts.took(60_000_000_000L);

        Totals totals = meter.totals();
        assertThat(totals.inClass(0)).isEqualTo(1);
        assertThat(totals.inClass(1)).isEqualTo(1);
        assertThat(totals.inClass(totals.classes() - 1)).isEqualTo(1);
        assertThat(totals.nanos()).isEqualTo(60_001_000_001L);
        assertThat(totals.classes()).isEqualTo(Latency.SECONDS.size() + 1);
    }

    @Test
    void theClassesAreWhatTheirNamesSay() {
        for (int i = 0; i < Latency.SECONDS.size(); i++) {
            assertThat(Latency.bound(i)).isEqualTo(Math.round(Double.parseDouble(Latency.SECONDS.get(i)) * 1e9));
        }
    }

    @Test
    void eachFigureHasItsOwnPlace() {
        assertThat(Figure.values())
                .extracting(Figure::place)
                .doesNotHaveDuplicates()
                .allMatch(at -> at < Figure.COUNT);
    }

    @Test
    void answersAreSortedByTheirHundreds() {
        assertThat(Figure.answer(101)).isEqualTo(Figure.ANSWERS_1XX);
        assertThat(Figure.answer(204)).isEqualTo(Figure.ANSWERS_2XX);
        assertThat(Figure.answer(599)).isEqualTo(Figure.ANSWERS_5XX);
        assertThat(Figure.answer(-1)).isEqualTo(Figure.UNANSWERED);
        assertThat(Figure.answer(700)).isEqualTo(Figure.UNANSWERED);
        Counts counts = meter.of(this);
        counts.add(Figure.ANSWERS_2XX, 2);
        counts.add(Figure.UNANSWERED, 1);
        counts.add(Figure.RETRIES, 9);
        assertThat(meter.totals().requests()).isEqualTo(3);
    }

    /** No count is lost although nobody locks, and loops that turn up at the same time don't push each other out. */
    @Test
    void threadsDoNotDisturbEachOther() throws InterruptedException {
        int each = 200_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                Object loop = Thread.currentThread();
                for (int n = 0; n < each; n++) {
                    meter.of(loop).add(Figure.STARTED, 1);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(meter.totals().of(Figure.STARTED)).isEqualTo(4L * each);
    }
}
