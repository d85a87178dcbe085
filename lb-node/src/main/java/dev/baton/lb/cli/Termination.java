package dev.baton.lb.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGTERM or SIGINT, stops in good order and ends the program with 0.
 *
 * <p>The JVM runs its shutdown hooks on such a signal and would then end with 128 plus the signal's number, which a
 * supervisor reads as a failure; so the hook itself ends the program once everything is in order.
 */
final class Termination {

    private Termination() {}

    static void await(Runnable stop) {
        Thread hook = new Thread(
                () -> {
                    stop.run();
                    Log.close();
                    Runtime.getRuntime().halt(ExitCode.OK);
                },
                "baton-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
