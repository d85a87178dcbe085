package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.Prober;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LanProbeTest {

    private static final List<FloatingAddress> ADDRESSES = List.of(address("10.9.0.100/24"), address("fd00:9::100/64"));
    private static final Prober.Result ANSWERED = new Prober.Answered(MacAddress.parse("02:00:00:00:00:01"));

    @Test
    void oneAnswerIsAnAnswerAndIsToldBeforeTheOthersHaveFallenSilent() {
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger verdicts = new AtomicInteger();
        CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        new LanProbe((_, ip, _) -> {
                    if (ip.getAddress().length == 4) {
                        return ANSWERED;
                    }
                    await(told);
                    return new Prober.Silent();
                })
                .probe(ADDRESSES, answered -> {
                    verdicts.incrementAndGet();
                    verdict.complete(answered);
                    told.countDown();
                });

        assertThat(verdict.join()).isTrue();
        assertThat(verdicts).hasValue(1);
    }

    @Test
    void onlyTheSilenceOfAllIsSilence() {
        assertThat(ask((_, _, _) -> new Prober.Silent())).isFalse();
    }

    @Test
    void whereNobodyCanBeAskedNobodyHasAnswered() {
        assertThat(ask((name, _, _) -> {
                    throw new FloatingIpException("probe failed: there is no interface " + name, 19);
                }))
                .isFalse();
    }

    private static boolean ask(Prober prober) {
        CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        new LanProbe(prober).probe(ADDRESSES, verdict::complete);
        return verdict.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static FloatingAddress address(String text) {
        return new FloatingAddress("eth0", IpPrefix.parse(text));
    }
}
