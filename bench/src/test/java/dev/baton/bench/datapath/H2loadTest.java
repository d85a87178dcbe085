package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lab.LabException;
import org.junit.jupiter.api.Test;

class H2loadTest {

    private static final String OUTPUT = """
            finished in 5.00s, 20480.20 req/s, 3.13MB/s
            requests: 102401 total, 102721 started, 102401 done, 102401 succeeded, %d failed, 0 errored, 0 timeout
            """;

    @Test
    void rateAndRequestsAreRead() {
        assertThat(H2load.parse(OUTPUT.formatted(0))).isEqualTo(new H2load(102_401, 20_480.2));
    }

    @Test
    void aFailedRequestFailsTheRun() {
        assertThatThrownBy(() -> H2load.parse(OUTPUT.formatted(3)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("3 requests failed");
        assertThatThrownBy(() -> H2load.parse("h2load: nothing")).isInstanceOf(LabException.class);
    }
}
