package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxNeighboursIT {

    private TestNetwork network;

    @BeforeEach
    void setUp() {
        network = new TestNetwork();
    }

    @AfterEach
    void tearDown() {
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.1", "fd00:9::1"})
    void aNeighbourHearsWhereAnOwnAddressIs(String own) throws Exception {
        network.peerIp("neigh add " + own + " lladdr 02:00:00:00:00:99 nud stale dev eth0");

        introduce(own);

        assertThat(network.peerIp("neigh show " + own + " dev eth0")).contains(TestNetwork.HOLDER_MAC);
    }

    @Test
    void anAddressOfOthersIsNotClaimed() throws Exception {
        network.peerIp("neigh add 10.9.0.77 lladdr 02:00:00:00:00:99 nud stale dev eth0");

        introduce("10.9.0.77");

        assertThat(network.peerIp("neigh show 10.9.0.77 dev eth0")).contains("02:00:00:00:00:99");
    }

    private void introduce(String own) throws Exception {
        network.atHolder(() -> {
            LinuxNeighbours.introduce(InetAddress.ofLiteral(own));
            return own;
        });
    }
}
