package dev.baton.lb.config;

import dev.baton.lb.config.Balance.ByHash;
import dev.baton.lb.config.Balance.ByServers;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads how a backend chooses its servers. */
final class BalanceReader {

    private BalanceReader() {}

    /** The words of {@code balance}. */
    private enum Policy {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        RANDOM,
        FIRST,
        SOURCE,
        HASH
    }

    private static final Scalar<Integer> PERCENT = Scalars.integer(0, 10_000);

    static Balance read(MappingReader in) {
        Policy policy = in.optional("balance", Scalars.word(Policy.class), Policy.ROUND_ROBIN);
        Optional<HashKey> on = in.find("hash_on", Scalars.of(HashKey::parse));
        Optional<Integer> bound = in.find("hash_balance_factor", bound());
        boolean sure = !in.broken("balance");
        if (on.isPresent() && sure && policy != Policy.HASH) {
            in.problem("hash_on", "hash_on is for balance: hash");
        }
        if (bound.isPresent() && sure && policy != Policy.HASH && policy != Policy.SOURCE) {
            in.problem("hash_balance_factor", "hash_balance_factor is for balance: hash and balance: source");
        }
        if (policy == Policy.HASH && on.isEmpty() && !in.broken("hash_on")) {
            in.problem("hash_on", "balance: hash needs hash_on, for example hash_on: uri");
        }
        return switch (policy) {
            case ROUND_ROBIN -> ByServers.ROUND_ROBIN;
            case LEAST_CONNECTIONS -> ByServers.LEAST_CONNECTIONS;
            case RANDOM -> ByServers.RANDOM;
            case FIRST -> ByServers.FIRST;
            case SOURCE -> new ByHash(HashKey.SOURCE, bound.orElse(0));
            case HASH -> new ByHash(on.orElse(HashKey.SOURCE), bound.orElse(0));
        };
    }

    private static Scalar<Integer> bound() {
        Scalar<Integer> reader = BalanceReader::bound;
        return reader.like(PERCENT.form());
    }

    private static int bound(ScalarNode node) {
        int percent = PERCENT.read(node);
        if (percent > 0 && percent < 100) {
            throw new IllegalArgumentException(
                    percent + " would forbid what has to go somewhere; write 0 (no bound) or 100 to 10000");
        }
        return percent;
    }
}
