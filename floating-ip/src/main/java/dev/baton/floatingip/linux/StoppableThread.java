package dev.baton.floatingip.linux;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that waits in {@link Descriptor#await} and is woken out of it to end. */
final class StoppableThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoppableThread.class);

    private final Thread thread;
    private final Descriptor stop;
    private boolean closed;

    private StoppableThread(Thread thread, Descriptor stop) {
        this.thread = thread;
        this.stop = stop;
    }

    /**
     * @param work ends when the descriptor it is given becomes readable
     */
    static StoppableThread start(String name, Consumer<Descriptor> work) throws SystemCallException {
        Descriptor stop = Descriptor.event();
        return new StoppableThread(Thread.ofPlatform().daemon().name(name).start(() -> work.accept(stop)), stop);
    }

    /** Returns when the work has ended, unless the work itself calls it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop.wake();
            if (!thread.equals(Thread.currentThread())) {
                thread.join();
                stop.close();
            }
        } catch (SystemCallException e) {
            log.error("thread {} could not be stopped", thread.getName(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
