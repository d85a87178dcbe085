package dev.baton.lb.pool;

import static java.util.Objects.requireNonNull;

import dev.baton.lb.health.AdminState;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What operators want of a server beyond the configuration, by command.
 *
 * @param backend the name of its backend
 * @param server its name
 * @param state empty for the configuration's
 * @param weight 0 to 256; empty for the configuration's
 * @param version grows with every command for the server, wherever it was given; the highest is the last word
 */
public record Wish(String backend, String server, Optional<AdminState> state, OptionalInt weight, long version) {

    private static final Comparator<Wish> LAST_WORD = Comparator.comparingLong(Wish::version)
            .thenComparing(wish -> wish.state().map(AdminState::label).orElse(""))
            .thenComparingInt(wish -> wish.weight().orElse(-1));

    public Wish {
        requireNonNull(backend, "backend is null");
        requireNonNull(server, "server is null");
    }

    /** Which of two is the last word; of two commands at the same time on two nodes, all nodes prefer the same. */
    boolean isLaterThan(Wish other) {
        return LAST_WORD.compare(this, other) > 0;
    }

    /** The server's name in commands and logs. */
    public String path() {
        return backend + "/" + server;
    }
}
