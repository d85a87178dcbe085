package dev.baton.lab.soak;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What happens to the servers: one at a time is killed, restarted, drained or given another weight. */
final class Trouble {

    private static final long STEP_NANOS = 1_000_000_000L;

    private final List<MixedServer> servers;
    private final SoakNode node;
    private final SplittableRandom random;
    private final int[] counts = new int[4];

    Trouble(List<MixedServer> servers, SoakNode node, SplittableRandom random) {
        this.servers = servers;
        this.node = node;
        this.random = random;
    }

    /** Makes trouble until it is told to stop; leaves all servers as they were. */
    void make(BooleanSupplier goesOn) throws IOException, InterruptedException {
        while (goesOn.getAsBoolean()) {
            int index = random.nextInt(servers.size());
            MixedServer server = servers.get(index);
            String name = "app/s" + index;
            int what = random.nextInt(counts.length);
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

    @Override
    public String toString() {
        return "servers were killed %d times, restarted %d, drained %d, weighed anew %d"
                .formatted(counts[0], counts[1], counts[2], counts[3]);
    }
}
