package dev.baton.lb.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.Http2Config;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConductTest {

    private final Conduct conduct = new Conduct(new Http2Config(false, 100, 65_536, 2, 3));

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds) - 5;
    }

    @Test
    void moreThanAllowedWithinTenSecondsIsTooMuch() {
        assertThat(conduct.reset(at(0))).isNull();
        assertThat(conduct.reset(at(5))).isNull();
        assertThat(conduct.reset(at(9))).contains("more than 2 requests", "max_resets");
    }

    @Test
    void eachKindHasItsOwnBound() {
        assertThat(conduct.control(at(0))).isNull();
        assertThat(conduct.reset(at(0))).isNull();
        assertThat(conduct.reset(at(0))).isNull();
        assertThat(conduct.control(at(0))).isNull();
        assertThat(conduct.control(at(0))).isNull();
        assertThat(conduct.control(at(0))).contains("more than 3 frames", "max_control_frames");
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        assertThat(conduct.reset(at(0))).isNull();
        assertThat(conduct.reset(at(1))).isNull();
        assertThat(conduct.reset(at(10))).isNull();
        assertThat(conduct.reset(at(19))).isNull();
        assertThat(conduct.reset(at(19))).isNotNull();
    }
}
