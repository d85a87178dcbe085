package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lab.LabException;
import org.junit.jupiter.api.Test;

class WrkTest {

    private static final String GOOD = """
            Running 2s test @ http://127.0.0.1:8080/
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.18ms  511.23us   9.96ms   77.11%
                Req/Sec    54.50k     3.12k   59.95k    70.00%
              Latency Distribution
                 50%  758.00us
                 75%    1.39ms
                 90%    1.72ms
                 99%    1.25s
              108460 requests in 2.00s, 20.06MB read
            Requests/sec:  54212.37
            Transfer/sec:     10.03MB
            """;

    @Test
    void timesAreInMillisecondsWhateverTheUnit() {
        assertThat(Wrk.parse(GOOD)).isEqualTo(new Wrk(108460, 54212.37, 0.758, 1250, 0));
    }

    @Test
    void brokenConnectionsAndBadAnswersAreErrors() {
        Wrk wrk = Wrk.parse(GOOD + """
                  Socket errors: connect 1, read 2, write 3, timeout 4
                  Non-2xx or 3xx responses: 10
                """);

        assertThat(wrk.errors()).isEqualTo(20);
    }

    @Test
    void outputOfAnythingElseIsShown() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("unable to connect");
    }
}
