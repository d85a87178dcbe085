package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogCheckTest {

    @TempDir
    private Path directory;

    private List<String> check(Path file) throws ConfigException {
        return AccessLogCheck.of(ConfigReader.parse("f", """
                frontends: [{name: web, bind: ":80", backend: app, access_log: {file: "%s"}}]
                backends: [{name: app, servers: [{name: a, address: "10.0.0.1:80"}]}]
                """.formatted(file)));
    }

    @Test
    void whatCannotBeOpenedIsSaidAndNothingIsMade() throws ConfigException, IOException {
        Path fresh = directory.resolve("access.log");
        assertThat(check(fresh)).isEmpty();
        assertThat(fresh).doesNotExist();
        Files.writeString(fresh, "");
        assertThat(check(fresh)).isEmpty();
        assertThat(check(directory.resolve("none/access.log")))
                .containsExactly("frontend \"web\": the access log cannot be opened here, by this user: there is no"
                        + " directory " + directory.resolve("none") + "; a node that cannot does not start");
        assertThat(check(directory)).singleElement().asString().contains(directory + " is a directory");
        assertThat(check(fresh.resolve("x"))).singleElement().asString().contains("there is no directory " + fresh);
    }
}
