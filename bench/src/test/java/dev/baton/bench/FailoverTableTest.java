package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverTableTest {
    private static final FailoverTable TABLE = new FailoverTable(List.of(
            new Measurement(Contender.KEEPALIVED_100MS, Fault.KILL, 330, 6, 0, 9000, 9000.4),
            new Measurement(Contender.BATON, Fault.KILL, 40, 4, 0, 3, 0),
            new Measurement(Contender.BATON, Fault.KILL, 90, 5, 1, 2, 15),
            new Measurement(Contender.BATON, Fault.SWITCHOVER, 8, 3, 0, 0, 0)));

    @Test
    void eachFaultAtEachContenderHasItsMedianAndWorst() {
        assertThat(TABLE.markdown()).isEqualTo("""
                | fault | contender | runs | median | worst | at return | extra moves | two owners | two answering |
                | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                | kill -9 of the master | Baton | 2 | 65 | 90 | 5 | 1 | 3 | 15 |
                | kill -9 of the master | keepalived 100 ms | 1 | 330 | 330 | 6 | 0 | 9000 | 9000 |
                | switchover | Baton | 1 | 8 | 8 | 3 | 0 | 0 | 0 |""");
        assertThat(TABLE.text().lines()).hasSize(5);
    }

    @Test
    void aResultSurvivesTheFile() {
        assertThat(TABLE.measurements())
                .allSatisfy(each -> assertThat(Measurement.parse(each.line())).isEqualTo(each));
    }

    @Test
    void brokenPromisesAreToldOfBatonAlone() {
        assertThat(Promise.broken(TABLE))
                .containsExactly(
                        "kill -9 of the master: median outage 65, promised 50",
                        "kill -9 of the master: extra moves 1, promised 0");
    }

    @Test
    void thePlotHasADotForEachRunAndANameForEachLine() {
        String svg = new FailoverPlot(TABLE).svg();

        assertThat(svg.split("<circle", -1)).hasSize(1 + TABLE.measurements().size());
        assertThat(svg).contains(">kill -9 of the master</text>", ">keepalived 100 ms</text>", ">switchover</text>");
        // 10 ms are one of five decades to the right of 1 ms.
        assertThat(svg).contains("x1=\"448.0\"");
    }
}
