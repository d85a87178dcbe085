package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long TCP connections may be silent. */
@ExtendWith(LeakWatch.class)
class TunnelTest {

    @Test
    void aConnectionOnWhichNothingMovesIsCutAndOneThatMovesIsNot() throws Exception {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    for (int next = peer.read(); next >= 0; next = peer.read()) {
                        peer.send(new byte[] {(byte) next});
                    }
                });
                Proxied proxied = Proxied.configured("mode: tcp", "timeouts: {tunnel: 300ms}", "weight: 1", server)
                        .await("up");
                Peer silent = proxied.connect();
                Peer busy = proxied.connect()) {
            assertThat(silent.send("s").read()).isEqualTo('s');
            AtomicBoolean cut = new AtomicBoolean();
            Thread watch = Thread.ofVirtual().start(() -> cut.set(ends(silent)));
            while (watch.isAlive()) {
                assertThat(busy.send("b").read()).isEqualTo('b');
            }
            assertThat(cut).as("the silent one was closed").isTrue();
            assertThat(busy.send("b").read()).as("the other one goes on").isEqualTo('b');
        }
    }

    private static boolean ends(Peer peer) {
        try {
            return peer.read() < 0;
        } catch (IOException e) {
            return false;
        }
    }
}
