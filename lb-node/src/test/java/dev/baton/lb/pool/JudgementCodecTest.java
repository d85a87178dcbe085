package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.Health;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one node writes, another one reads. */
class JudgementCodecTest {

    private static final List<Health> HEALTH = List.of(Health.UNKNOWN, Health.UP, Health.DOWN);

    @Test
    void comesBackAsItWasInPartsThatAreShortEnough() {
        List<Judgement> judgements = IntStream.range(0, 1000)
                .mapToObj(i -> new Judgement(
                        "backend-" + i % 10,
                        "sérver-" + i,
                        "10.0.0.1:" + i,
                        HEALTH.get(i % 3),
                        Duration.ofMillis(i % 4 * 10_000L)))
                .toList();

        List<byte[]> parts = JudgementCodec.encode(judgements, 1000);

        assertThat(parts)
                .hasSizeGreaterThan(10)
                .allMatch(part -> part.length <= 1000)
                .allMatch(part -> FactParts.kindOf(part) == JudgementCodec.KIND);
        assertThat(parts.stream().flatMap(part -> JudgementCodec.decode(part).stream()))
                .containsExactlyElementsOf(judgements);
        assertThat(JudgementCodec.encode(List.of(), 1000)).isEmpty();
    }

    @Test
    void otherBytesAreRefusedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = JudgementCodec.KIND;
                bytes[1] = 0;
            }
            try {
                JudgementCodec.decode(bytes);
            } catch (IllegalArgumentException _) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    }
}
