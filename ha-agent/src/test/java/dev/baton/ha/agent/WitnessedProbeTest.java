package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.Prober;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the LAN's silence is worth beside the word of a witness. */
class WitnessedProbeTest {

    private static final List<FloatingAddress> ADDRESSES =
            List.of(new FloatingAddress("eth0", IpPrefix.parse("192.0.2.10/24")));

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private int asked;

    @Test
    void silenceBesideAWitnessThatAnswersIsSilence() throws Exception {
        assertThat(verdict(there(), false)).isFalse();
        assertThat(told).containsExactly("witness true");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void afterTheWaitForAWitnessTheLanIsAskedAgain() throws Exception {
        assertThat(verdict(nowhere(), false, true)).isTrue();
        assertThat(told).containsExactly("witness false");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void anAnswerOfTheLanWaitsForNobody() throws Exception {
        assertThat(verdict(nowhere(), true)).isTrue();
        assertThat(told).isEmpty();
        assertThat(asked).isEqualTo(1);
    }

    private boolean verdict(Witness witness, Boolean... answers) throws Exception {
        Iterator<Boolean> next = Arrays.asList(answers).iterator();
        AddressProbe lan = (_, verdict) -> {
            asked++;
            verdict.accept(next.next());
        };
        CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        new WitnessedProbe(lan, witness, reached -> told.add("witness " + reached)).probe(ADDRESSES, verdict::complete);
        return verdict.get(5, TimeUnit.SECONDS);
    }

    /** The loopback answers on every machine. */
    private static Witness there() {
        return new Witness(silent(), List.of(), List.of(InetAddress.getLoopbackAddress()));
    }

    private static Witness nowhere() {
        return new Witness(silent(), List.of(), List.of());
    }

    private static Prober silent() {
        return (_, _, _) -> new Prober.Silent();
    }
}
