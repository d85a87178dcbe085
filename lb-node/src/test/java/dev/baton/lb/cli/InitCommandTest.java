package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    private static final String[] PAIR = {
        "--member",
        "lb1=10.9.0.1",
        "--member",
        "lb2=10.9.0.2",
        "--interface",
        "eth0",
        "--address",
        "10.9.0.100/24",
        "--address",
        "fd00:9::100/64",
        "--server",
        "a=10.9.0.20:8000",
        "--server",
        "b=[fd00:9::21]:8000"
    };

    @TempDir
    private Path directory;

    @Test
    void writesAConfigurationThatIsValidAndAKeyThatNobodyElseCanRead() throws Exception {
        Path file = directory.resolve("baton.yaml");
        assertThat(init(file, PAIR)).isZero();

        BatonConfig config = ConfigReader.read(file);
        assertThat(config.frontends())
                .extracting(frontend -> frontend.bind().getPort())
                .containsExactly(80, 80);
        assertThat(config.cluster().secretFile())
                .hasValueSatisfying(key -> assertThat(key)
                        .isEqualTo(directory.resolve("cluster.key"))
                        .hasSize(32));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("cluster.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void neverOverwrites() throws Exception {
        Path file = Files.writeString(directory.resolve("baton.yaml"), "mine");
        assertThat(init(file, "--member", "lb1=10.9.0.1", "--server", "a=10.9.0.20:8000"))
                .isEqualTo(ExitCode.NO);
        assertThat(file).hasContent("mine");
    }

    @Test
    void whatDoesNotFitTogetherIsNotWritten() {
        Path file = directory.resolve("baton.yaml");
        assertThat(init(file, "--member", "lb1=10.9.0.1", "--server", "a=nowhere"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(file).doesNotExist();
        assertThat(directory.resolve("cluster.key")).doesNotExist();
    }

    @Test
    void oneNodeMayHaveFloatingAddressesAndNeedsNoKey() throws Exception {
        Path file = directory.resolve("baton.yaml");
        assertThat(init(
                        file,
                        "--member",
                        "lb1=10.9.0.1",
                        "--interface",
                        "eth1",
                        "--address",
                        "10.9.0.100/24",
                        "--server",
                        "a=10.9.0.20:8000"))
                .isZero();
        BatonConfig config = ConfigReader.read(file);
        assertThat(config.floatingIps())
                .singleElement()
                .satisfies(group -> assertThat(group.interfaceName()).isEqualTo("eth1"));
        assertThat(config.cluster().node("lb1")).isPresent();
        assertThat(directory.resolve("cluster.key")).doesNotExist();
    }

    @Test
    void whatIsGivenIsNeverDropped() {
        Path file = directory.resolve("baton.yaml");
        assertThat(init(file, "--member", "lb1=10.9.0.1", "--interface", "eth0", "--server", "a=10.9.0.20:8000"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(init(file, "--address", "10.9.0.100/24", "--server", "a=10.9.0.20:8000"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(init(file, "--member", "lb1=10.9.0.1", "--member", "lb1=10.9.0.2", "--server", "a=10.9.0.20:8000"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(init(file, "--server", "a=10.9.0.20:8000", "--server", "a=10.9.0.21:8000"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(file).doesNotExist();
    }

    @Test
    void aSecondConfigurationUsesTheKeyThatIsThere() throws Exception {
        assertThat(init(directory.resolve("baton.yaml"), PAIR)).isZero();
        byte[] key = Files.readAllBytes(directory.resolve("cluster.key"));
        assertThat(init(directory.resolve("second.yaml"), PAIR)).isZero();
        assertThat(directory.resolve("cluster.key")).hasBinaryContent(key);
        assertThat(ConfigReader.read(directory.resolve("second.yaml")).cluster().nodes())
                .hasSize(2);
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        PrintStream console = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(init(directory.resolve("no/baton.yaml"), PAIR)).isEqualTo(ExitCode.NO);
        } finally {
            System.setErr(console);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("there is no directory " + directory.resolve("no"))
                .doesNotContain("Exception");
    }

    @Test
    void asksInWordsAndTakesTheUsualForAnEmptyAnswer() {
        Deque<String> answers = new ArrayDeque<>(List.of("lb1=10.9.0.1, lb2=10.9.0.2", "", "8080"));
        Questions questions = new Questions(_ -> answers.removeFirst());
        assertThat(questions.pairs("nodes")).containsEntry("lb1", "10.9.0.1").containsEntry("lb2", "10.9.0.2");
        assertThat(questions.word("interface", "eth0")).isEqualTo("eth0");
        assertThat(questions.number("port", 80)).isEqualTo(8080);
    }

    static int init(Path file, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "init";
        all[1] = "--config";
        all[2] = file.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Baton.execute(all);
    }
}
