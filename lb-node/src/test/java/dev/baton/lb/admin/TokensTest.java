package dev.baton.lb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final String READING = "reading-is-all-it-is-for";
    private static final String CHANGING = "changing/is+what+it=is=for";

    @TempDir
    private Path directory;

    @Test
    void eachTokenHasItsRight() throws IOException {
        Tokens tokens = Tokens.read(Optional.of(file("r", READING + "\n")), Optional.of(file("w", CHANGING)));
        assertThat(tokens.right("Bearer " + READING)).isEqualTo(Right.READ);
        assertThat(tokens.right("bearer  " + CHANGING + " ")).isEqualTo(Right.CHANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Basic " + READING, READING, "Bearer " + READING + "x", "Bearer reading"
            })
    void nothingElseIsOne(String field) throws IOException {
        Tokens tokens = Tokens.read(Optional.of(file("r", READING)), Optional.empty());
        assertThat(tokens.right(field)).isEqualTo(Right.NOTHING);
        assertThat(tokens.right(null)).isEqualTo(Right.NOTHING);
        assertThat(Tokens.read(Optional.empty(), Optional.empty()).right(field)).isEqualTo(Right.NOTHING);
    }

    @Test
    void anotherOneIsTakenWhenItsFileIsWrittenAndABadOneIsNot() throws IOException {
        Path file = file("w", CHANGING);
        Tokens tokens = Tokens.read(Optional.empty(), Optional.of(file));
        file("w", "");
        tokens.look();
        assertThat(tokens.right("Bearer " + CHANGING)).isEqualTo(Right.CHANGE);
        file("w", "another-one-that-is-longer-by-far");
        tokens.look();
        assertThat(tokens.right("Bearer " + CHANGING)).isEqualTo(Right.NOTHING);
        assertThat(tokens.right("Bearer another-one-that-is-longer-by-far")).isEqualTo(Right.CHANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "two words of a sentence", "                     x"})
    void whatCouldBeGuessedOrCannotBeSentIsRefusedWithoutBeingTold(String word) throws IOException {
        Path file = file("w", word);
        assertThatThrownBy(() -> Tokens.read(Optional.empty(), Optional.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("write_token_file " + file)
                .hasMessageNotContaining(word);
    }

    @Test
    void whatEverybodyCanReadIsNoSecret() throws IOException {
        Path file = file("w", CHANGING);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Tokens.read(Optional.empty(), Optional.of(file)))
                .hasMessageContaining("can be read by everybody; run: chmod 600 " + file);
    }

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
