package dev.baton.lb.pool;

import dev.baton.lb.balance.Balancer;
import dev.baton.lb.balance.ConsistentHash;
import dev.baton.lb.balance.First;
import dev.baton.lb.balance.LeastConnections;
import dev.baton.lb.balance.Maglev;
import dev.baton.lb.balance.RoundRobin;
import dev.baton.lb.balance.SlowStart;
import dev.baton.lb.balance.TwoChoices;
import dev.baton.lb.config.Balance;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Makes one kind of group of a backend, active or backup, from how the servers stand; keeps what outlives a group. */
final class Grouping {

    private final Balance balance;
    private final List<Server> servers;
    private final boolean backup;
    private final IntSupplier connections;
    private final AtomicLong turn = new AtomicLong();
    private int[] tableWeights = {};
    private Maglev table = new Maglev(List.of());

    /**
     * @param servers all servers of the backend
     * @param connections how many connections they have together
     */
    Grouping(Balance balance, List<Server> servers, boolean backup, IntSupplier connections) {
        this.balance = balance;
        this.servers = servers;
        this.backup = backup;
        this.connections = connections;
    }

    /**
     * @param standings of all servers
     * @param shares percent of its weight that each server gets now
     */
    Group group(List<Standing> standings, IntUnaryOperator shares) {
        int[] chosen = IntStream.range(0, servers.size())
                .filter(i ->
                        servers.get(i).isBackup() == backup && standings.get(i).isEligible())
                .toArray();
        List<Server> members = Arrays.stream(chosen).mapToObj(servers::get).toList();
        int[] positions = new int[servers.size()];
        Arrays.fill(positions, Balancer.NOBODY);
        for (int i = 0; i < chosen.length; i++) {
            positions[chosen[i]] = i;
        }
        int[] weights =
                Arrays.stream(chosen).map(i -> standings.get(i).hundredths()).toArray();
        int[] percents = Arrays.stream(chosen).map(shares).toArray();
        return new Group(members, positions, balancer(standings, members, positions, weights, percents));
    }

    private Balancer balancer(
            List<Standing> standings, List<Server> members, int[] positions, int[] weights, int[] percents) {
        int[] present = new int[weights.length];
        Arrays.setAll(present, i -> Math.ceilDiv(weights[i] * percents[i], SlowStart.WHOLE));
        IntUnaryOperator load = position -> members.get(position).connections();
        return switch (balance) {
            case Balance.ByServers policy ->
                switch (policy) {
                    case ROUND_ROBIN -> new RoundRobin(turn, present);
                    case LEAST_CONNECTIONS -> new LeastConnections(load, present);
                    case RANDOM ->
                        new TwoChoices(
                                load, bound -> ThreadLocalRandom.current().nextInt(bound), present);
                    case FIRST -> new First(members.size());
                };
            case Balance.ByHash hash ->
                new ConsistentHash(
                        table(standings),
                        new ConsistentHash.Members(positions, percents),
                        new ConsistentHash.Bound(hash.boundPercent(), weights, load, connections),
                        new RoundRobin(turn, present));
        };
    }

    /** The table depends on the weights only, so that a verdict, or a slow start, does not make another. */
    private Maglev table(List<Standing> standings) {
        int[] weights = new int[servers.size()];
        Arrays.setAll(
                weights,
                i -> servers.get(i).isBackup() == backup ? standings.get(i).hundredths() : 0);
        if (!Arrays.equals(weights, tableWeights)) {
            table = new Maglev(servers.stream().map(Server::name).toList(), weights);
            tableWeights = weights;
        }
        return table;
    }
}
