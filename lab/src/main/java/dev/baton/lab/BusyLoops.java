package dev.baton.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Programs that never rest, so that everything else on the machine has to wait for its turn. */
public final class BusyLoops {
    private final List<RunningProgram> loops = new ArrayList<>();
    private final Duration duration;

    private BusyLoops(Duration duration) {
        this.duration = duration;
    }

    /** Three for each core. */
    public static int usualNumber() {
        return 3 * Runtime.getRuntime().availableProcessors();
    }

    /** Starts them; they end by themselves. */
    public static BusyLoops start(Lab lab, Host host, int number, Duration duration) {
        BusyLoops busy = new BusyLoops(duration);
        for (int loop = 0; loop < number; loop++) {
            busy.loops.add(host.start(
                    lab.directory().resolve("loop-" + loop + ".log"),
                    "timeout",
                    String.valueOf(duration.toSeconds()),
                    "sh",
                    "-c",
                    "while :; do :; done"));
        }
        return busy;
    }

    /** Waits until they have ended. */
    public void await() {
        loops.forEach(loop -> loop.awaitExit(duration.plusSeconds(60)));
    }
}
