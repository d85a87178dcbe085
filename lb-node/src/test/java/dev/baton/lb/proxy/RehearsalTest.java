package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    /** With more loops than one, each of which keeps a connection to the server. */
    @Test
    void everyRequestIsAnsweredAndNothingIsMissedAfterwards() throws IOException {
        Transport transport = Transport.detect();
        Workers workers = new Workers(2, transport, (_, _, _, _, _) -> {});
        Frontends frontends = new Frontends(workers, transport);
        try {
            assertThat(new Rehearsal(frontends).rehearse()).isEqualTo(Rehearsal.REQUESTS);
            assertThat(frontends.closed()).isEmpty();
        } finally {
            frontends.stop(Duration.ZERO);
            workers.stop();
        }
    }
}
