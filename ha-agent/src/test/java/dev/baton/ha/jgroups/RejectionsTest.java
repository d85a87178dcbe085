package dev.baton.ha.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.cluster.Rejected;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RejectionsTest {

    private final AtomicLong nanos = new AtomicLong(42);
    private final Rejections rejections = new Rejections(nanos::get);

    @Test
    void countsWhatWasLatelyApartFromWhatEverWas() {
        rejections.reject("10.9.0.66:7800", "not sealed");
        rejections.reject("10.9.0.67:7800", "garbled");
        assertThat(rejections.seen()).isEqualTo(new Rejected(2, 0, 2, "10.9.0.67:7800: garbled"));

        pass(31);
        rejections.reject("10.9.0.66:7800", "not sealed");
        assertThat(rejections.seen()).isEqualTo(new Rejected(3, 0, 3, "10.9.0.66:7800: not sealed"));

        pass(31);
        assertThat(rejections.seen().lately()).isEqualTo(1);
        pass(31);
        assertThat(rejections.seen().lately()).isZero();
        assertThat(rejections.seen().total()).isEqualTo(3);
    }

    @Test
    void aLongSilenceForgetsBothHalves() {
        rejections.reject("10.9.0.66:7800", "not sealed");
        pass(600);
        assertThat(rejections.seen().lately()).isZero();
    }

    @Test
    void aFewCopiesAreNoNewsButAFloodIs() {
        copies(29);
        assertThat(rejections.seen()).isEqualTo(new Rejected(29, 29, 0, ""));
        copies(271);
        assertThat(rejections.seen()).isEqualTo(new Rejected(300, 300, 10, "lb1: copies of what was heard before"));
    }

    private void copies(int number) {
        for (int i = 0; i < number; i++) {
            rejections.countCopy("lb1");
        }
    }

    @Test
    void twoNetworksAreOneSum() {
        Rejected quiet = new Rejected(5, 4, 0, "old");
        Rejected busy = new Rejected(2, 1, 2, "new");
        assertThat(quiet.plus(busy)).isEqualTo(new Rejected(7, 5, 2, "new"));
        assertThat(busy.plus(quiet)).isEqualTo(new Rejected(7, 5, 2, "new"));
        assertThat(Rejected.NOTHING.plus(quiet)).isEqualTo(quiet);
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
