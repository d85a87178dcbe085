package dev.baton.lb.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import dev.baton.lb.pool.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishFileTest {

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        List<Wish> wishes = List.of(
                new Wish("app", "a", Optional.of(AdminState.DRAIN), OptionalInt.empty(), 5),
                new Wish("app", "b", Optional.empty(), OptionalInt.of(0), 1_800_000_000_000L));
        assertThat(new WishFile(directory).read()).isEmpty();

        new WishFile(directory).write(wishes);

        assertThat(new WishFile(directory).read()).isEqualTo(wishes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{}", "[{\"backend\":1}]", "[{\"state\":\"ASLEEP\"}]", "\0\0\0"})
    void damageIsNoReasonNotToStart(String content) throws IOException {
        Files.writeString(directory.resolve("servers.json"), content);

        assertThat(new WishFile(directory).read()).isEmpty();
    }
}
