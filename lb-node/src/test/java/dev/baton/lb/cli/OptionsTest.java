package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that make no sense are refused before a node is asked: there is none here. */
class OptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "top -n 0",
                "top -n -1",
                "events -n -1",
                "drill --bound 0ms",
                "ip probe --within 0s 10.9.0.1 -i eth0"
            })
    void whatMakesNoSenseIsRefused(String words) {
        assertThat(Baton.execute(words.split(" "))).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"top -n 1", "events -n 0", "drill --bound 1ms"})
    void whatMakesSenseGetsAsFarAsTheNode(String words) {
        assertThat(Baton.execute((words + " --runtime-dir /nowhere").split(" ")))
                .isEqualTo(ExitCode.UNREACHABLE);
    }
}
