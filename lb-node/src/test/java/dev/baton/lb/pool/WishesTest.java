package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.AdminState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WishesTest {

    @Test
    void aWishIsFollowedAndTold() throws Exception {
        Backend backend = backend();
        Wishes wishes = new Wishes(List.of(backend));
        List<Wish> told = new ArrayList<>();
        wishes.listen(told::add);
        Wish drain = wish("a", AdminState.DRAIN, 7, 1);

        assertThat(wishes.apply(drain)).isTrue();
        assertThat(wishes.apply(drain)).as("a second time").isFalse();
        assertThat(wishes.apply(wish("z", AdminState.DRAIN, 1, 9)))
                .as("nobody's")
                .isFalse();

        ServerStatus a = backend.status().servers().getFirst();
        assertThat(a.condition().operator()).isEqualTo(AdminState.DRAIN);
        assertThat(a.weight()).isEqualTo(7);
        assertThat(told).containsExactly(drain);
        assertThat(wishes.all()).containsExactly(drain);

        wishes.apply(new Wish("app", "a", Optional.empty(), OptionalInt.empty(), 2));
        assertThat(backend.status().servers().getFirst().condition().operator()).isEqualTo(AdminState.MAINTENANCE);
        assertThat(backend.status().servers().getFirst().weight()).isEqualTo(3);
    }

    /** Whatever order wishes arrive in, and however often, all nodes end with the same. */
    @Test
    void theLastWordStaysInWhateverOrderItComes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<AdminState> states = List.of(AdminState.values());
        List<Wish> all = new ArrayList<>();
        for (int version = 1; version <= 20; version++) {
            AdminState state = states.get(random.nextInt(states.size()));
            // Two at once, as of two operators on two nodes, have an order too.
            all.add(wish(random.nextBoolean() ? "a" : "b", state, random.nextInt(257), 1 + version / 2));
        }
        Wishes inOrder = new Wishes(List.of(backend()));
        all.forEach(inOrder::apply);
        for (int round = 0; round < 50; round++) {
            List<Wish> shuffled = new ArrayList<>(all);
            shuffled.addAll(all.subList(0, random.nextInt(20)));
            Collections.shuffle(shuffled, random);
            Wishes wishes = new Wishes(List.of(backend()));
            shuffled.forEach(wishes::apply);
            assertThat(wishes.all()).as("seed %d", seed).isEqualTo(inOrder.all());
        }
    }

    private static Wish wish(String server, AdminState state, int weight, long version) {
        return new Wish("app", server, Optional.of(state), OptionalInt.of(weight), version);
    }

    private static Backend backend() throws Exception {
        return new Backend(ConfigReader.parse("f", """
                                frontends: [{name: web, bind: ":80", backend: app}]
                                backends:
                                  - name: app
                                    servers:
                                      - {name: a, address: "10.0.0.1:80", weight: 3, state: maintenance}
                                      - {name: b, address: "10.0.0.2:80"}
                                """).backends().getFirst(), System::nanoTime);
    }
}
