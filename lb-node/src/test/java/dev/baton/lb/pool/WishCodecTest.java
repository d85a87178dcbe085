package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WishCodecTest {

    private static final List<AdminState> STATES = List.of(AdminState.READY, AdminState.DRAIN, AdminState.MAINTENANCE);

    @Test
    void whatIsWrittenIsReadInAsManyPartsAsItTakes() {
        List<Wish> wishes = IntStream.range(0, 500)
                .mapToObj(i -> new Wish(
                        "backend " + i % 5,
                        "sérver " + i,
                        i % 4 == 3 ? Optional.empty() : Optional.of(STATES.get(i % 3)),
                        i % 2 == 0 ? OptionalInt.empty() : OptionalInt.of(i % 257),
                        1_800_000_000_000L + i))
                .toList();

        List<byte[]> parts = WishCodec.encode(wishes, 1000);

        assertThat(parts).hasSizeGreaterThan(10).allMatch(part -> part.length <= 1000);
        assertThat(parts.stream().flatMap(part -> WishCodec.decode(part).stream()))
                .containsExactlyElementsOf(wishes);
        assertThat(WishCodec.encode(List.of(), 1000)).isEmpty();
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
                bytes[0] = 1;
                bytes[1] = 0;
            }
            try {
                WishCodec.decode(bytes);
            } catch (IllegalArgumentException _) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    }
}
