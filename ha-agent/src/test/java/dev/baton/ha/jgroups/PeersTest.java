package dev.baton.ha.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.jgroups.Peers.Verdict;
import org.jgroups.Address;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

class PeersTest {

    private final Address somewhere = UUID.randomUUID();

    @Test
    void aRecordingOfAFormerLifeIsNotHeardAfterARestart() {
        Peers afterRestart = new Peers(true);
        assertThat(afterRestart.accept(hello(5, 70), somewhere)).isEqualTo(Verdict.UNPROVEN);
        assertThat(afterRestart.address("lb2")).isNull();

        afterRestart.proven(hello(6, 0));
        assertThat(afterRestart.accept(hello(5, 71), somewhere)).isEqualTo(Verdict.COPY);
        assertThat(afterRestart.accept(hello(6, 1), somewhere)).isEqualTo(Verdict.FRESH);
        assertThat(afterRestart.accept(hello(6, 1), somewhere)).isEqualTo(Verdict.COPY);
        assertThat(afterRestart.address("lb2")).isEqualTo(somewhere);
        // Its next life has to prove itself, too.
        assertThat(afterRestart.accept(hello(7, 1), somewhere)).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void aNodeWhoseClockWasSetBackIsHeardAgainOnceItHasProvenItself() {
        Peers peers = new Peers(true);
        peers.proven(hello(6, 0));
        assertThat(peers.accept(hello(6, 9), somewhere)).isEqualTo(Verdict.FRESH);
        assertThat(peers.accept(hello(2, 1), somewhere)).isEqualTo(Verdict.COPY);
        peers.proven(hello(2, 0));
        assertThat(peers.accept(hello(2, 1), somewhere)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void withoutASecretNoProofIsWanted() {
        Peers peers = new Peers(false);
        assertThat(peers.accept(hello(5, 1), somewhere)).isEqualTo(Verdict.FRESH);
        assertThat(peers.accept(hello(5, 1), somewhere)).isEqualTo(Verdict.COPY);
    }

    private static Envelope hello(long incarnation, long sequence) {
        return new Envelope("lb2", incarnation, sequence, 7850, new Envelope.Hello());
    }
}
