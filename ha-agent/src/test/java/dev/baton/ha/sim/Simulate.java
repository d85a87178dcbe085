package dev.baton.ha.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Runs many seeds. {@code bench/simulate} is its command. */
public final class Simulate {

    private final AtomicLong next;
    private final long end;
    private final Consumer<Run> broken;
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private long longestNobodyNanos;
    private long runs;
    private long failures;

    /** @param broken told of each seed that broke a promise, by any thread, one at a time */
    Simulate(long first, long count, Consumer<Run> broken) {
        this.next = new AtomicLong(first);
        this.end = first + count;
        this.broken = broken;
    }

    /** What the elections log is of no interest: the trace has it. */
    static void silence() {
        ((Logger) LoggerFactory.getLogger("dev.baton.ha")).setLevel(Level.OFF);
    }

    void run(int threads) throws InterruptedException {
        Thread[] running = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            running[i] = Thread.ofPlatform().name("simulation-" + i).start(this::work);
        }
        for (Thread each : running) {
            each.join();
        }
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            take(Run.of(seed, false));
        }
    }

    private synchronized void take(Run run) {
        runs++;
        run.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
        longestNobodyNanos = Math.max(longestNobodyNanos, run.longestNobodyNanos());
        if (run.broken() != null) {
            failures++;
            broken.accept(run);
        }
    }

    synchronized long runs() {
        return runs;
    }

    synchronized long failures() {
        return failures;
    }

    synchronized Map<Fault, Integer> faults() {
        return faults;
    }

    public static void main(String[] args) throws InterruptedException {
        silence();
        Options options = Options.parse(args);
        if (options.trace()) {
            Run run = Run.of(options.first(), true);
            System.out.print(run.trace());
            System.out.println(
                    "seed " + run.seed() + ": " + (run.broken() == null ? "all promises kept" : run.broken()));
            System.exit(run.broken() == null ? 0 : 1);
        }
        long began = System.nanoTime();
        Simulate simulate = new Simulate(
                options.first(),
                options.seeds(),
                run -> System.out.println("seed " + run.seed() + ": " + run.broken() + "\n  bench/simulate --seed "
                        + run.seed() + " --trace"));
        simulate.run(options.threads());
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%d seeds from %d, %d broke a promise; %.0f s, %.0f seeds/s%n",
                simulate.runs(), options.first(), simulate.failures(), seconds, simulate.runs() / seconds);
        simulate.faults().forEach((fault, count) -> System.out.printf("  %-18s %d%n", fault, count));
        System.exit(simulate.failures() == 0 ? 0 : 1);
    }

    /**
     * The command line.
     *
     * @param trace whether to print what happens in the first seed, and run no other
     */
    record Options(long first, long seeds, int threads, boolean trace) {

        static Options parse(String[] args) {
            long first = 1;
            long seeds = 10_000;
            int threads = 2;
            boolean trace = false;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--from", "--seed" -> first = number(args, ++i);
                    case "--seeds" -> seeds = number(args, ++i);
                    case "--threads" -> threads = Math.toIntExact(number(args, ++i));
                    case "--trace" -> trace = true;
                    default -> throw usage("unknown argument " + args[i]);
                }
            }
            return new Options(first, seeds, threads, trace);
        }

        private static long number(String[] args, int index) {
            try {
                return Long.parseLong(args[index]);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
                throw usage(args[index - 1] + " wants a number");
            }
        }

        private static IllegalArgumentException usage(String what) {
            return new IllegalArgumentException(
                    what + "; usage: bench/simulate [--seeds N] [--from SEED] [--threads N] | --seed S --trace");
        }
    }
}
