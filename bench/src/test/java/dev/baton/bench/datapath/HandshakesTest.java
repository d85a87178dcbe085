package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lab.LabException;
import org.junit.jupiter.api.Test;

class HandshakesTest {

    private static final String OUTPUT = """
            Now timing with session id reuse.
            starting
            rrrrrrrr

            8 connections in 0.63s; 12.70 connections/user sec, bytes read 1368
            8 connections in 3 real seconds, 171 bytes read per connection
            """;

    @Test
    void countsConnections() {
        assertThat(Handshakes.parse(OUTPUT, 2, Handshakes.Kind.RESUMED)).isEqualTo(new Handshakes(8, 4));
    }

    @Test
    void refusesAnotherKindThanWasAskedFor() {
        assertThatThrownBy(() -> Handshakes.parse(OUTPUT, 2, Handshakes.Kind.FULL))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("FULL");
    }
}
