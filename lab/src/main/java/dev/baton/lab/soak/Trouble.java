package dev.baton.lab.soak;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What happens to the servers: one at a time is killed, restarted, drained or given another weight. */
final class Trouble {

    private static final long STEP_NANOS = 1_000_000_000L;

    private final List<MixedServer> servers;
    private final SoakNode node;
    private final SplittableRandom random;
    private final int[] counts = new int[4];
    private final Queue<Integer> next = new ArrayDeque<>();

    Trouble(List<MixedServer> servers, SoakNode node, SplittableRandom random) {
        this.servers = servers;
        this.node = node;
        this.random = random;
    }

    /** Makes trouble until it is told to stop; leaves all servers as they were. */
    void make(BooleanSupplier goesOn) throws IOException, InterruptedException {
        while (goesOn.getAsBoolean()) {
            MixedServer server = servers.get(random.nextInt(servers.size()));
            String name = (random.nextBoolean() ? "app/" : "lines/") + server.name();
            int what = next();
            counts[what]++;
            switch (what) {
                case 0 -> {
                    server.die();
                    LockSupport.parkNanos(STEP_NANOS);
                    server.open();
                }
                case 1 -> {
                    server.endInPeace();
                    LockSupport.parkNanos(STEP_NANOS);
                    server.open();
                }
                case 2 -> {
                    node.operate("drain", name);
                    LockSupport.parkNanos(STEP_NANOS);
                    node.operate("ready", name);
                }
                default -> node.operate("weight", name, String.valueOf(1 + random.nextInt(10)));
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** Each of them once, in any order, before one comes again. */
    private int next() {
        if (next.isEmpty()) {
            List<Integer> all =
                    IntStream.range(0, counts.length).boxed().collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(all, Random.from(random));
            next.addAll(all);
        }
        return next.remove();
    }

    @Override
    public String toString() {
        return "servers were killed %d times, restarted %d, drained %d, weighed anew %d"
                .formatted(counts[0], counts[1], counts[2], counts[3]);
    }
}
