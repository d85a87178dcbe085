package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithoutPrivilegesIT {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private TestNetwork network;

    @BeforeEach
    void setUp() {
        assumeTrue(Files.isExecutable(SETPRIV), "needs setpriv (util-linux) to drop a capability");
        network = new TestNetwork();
    }

    @AfterEach
    void tearDown() {
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "net_raw, opening the packet socket for announcements failed",
        "net_admin, bind 10.9.0.100/24 on eth0 failed"
    })
    void saysWhichCapabilityIsMissing(String capability, String operation) throws Exception {
        Process holder = network.startAtHolder(
                SETPRIV.toString(),
                "--bounding-set=-" + capability,
                "--inh-caps=-" + capability,
                "sh",
                "-c",
                "exec \"$@\" 2>&1",
                "sh",
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                "2",
                "10.9.0.100/24");
        String said = new String(holder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains(operation, "EPERM, errno 1", "CAP_NET_ADMIN and CAP_NET_RAW");
        assertThat(network.ip("addr show dev eth0")).doesNotContain("10.9.0.100");
    }
}
