package dev.baton.lb.cli;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * Waits for SIGTERM or SIGINT, so that the program can end by itself with an exit code of its own: a shutdown hook
 * would end it with 143.
 */
final class Termination {

    private Termination() {}

    static void await(Runnable onTermination) {
        CountDownLatch asked = new CountDownLatch(1);
        Signal.handle(new Signal("TERM"), _ -> asked.countDown());
        Signal.handle(new Signal("INT"), _ -> asked.countDown());
        boolean interrupted = false;
        try {
            asked.await();
        } catch (InterruptedException _) {
            interrupted = true;
        }
        onTermination.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
