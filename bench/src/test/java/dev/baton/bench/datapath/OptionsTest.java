package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void everythingCanBeChosen() {
        assertThat(Options.parse("--parts", "tcp,idle", "--rounds", "7", "--seconds", "2", "--plots", "out"))
                .isEqualTo(new Options(EnumSet.of(Part.TCP, Part.IDLE), 7, 2, Path.of("out")));
        assertThat(Options.parse().parts()).containsExactly(Part.values());
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheUsage() {
        refused("there is no part \"udp\"", "--parts", "udp");
        refused("--rounds takes a number from 1 to 999, not \"0\"", "--rounds", "0");
        refused("unexpected \"--fast\"", "--fast", "yes");
        refused("unexpected \"--plots\"", "--plots");
    }

    private static void refused(String message, String... args) {
        assertThatThrownBy(() -> Options.parse(args))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
