package dev.baton.lb.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP: read the configuration again. So does a terminal that is closed, which changes nothing unless the file has
 * changed. The JDK has no public way to hear of signals; what it has for itself is reached by name, because the compiler
 * warns of it and offers no way to say that it is meant.
 */
final class HangUp {

    private static final Logger log = LoggerFactory.getLogger(HangUp.class);

    private boolean pending;
    private Runnable action = this::remember;

    private HangUp() {}

    /** From now on the signal does not end the program. One that comes before {@link #then} is kept for it. */
    static HangUp catchSignal() {
        HangUp hangUp = new HangUp();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            // Nobody asks the listener for anything but to handle the signal.
            Object listener =
                    Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                        hangUp.heard();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            log.info("no reload on SIGHUP here; \"baton reload\" does the same", e);
        }
        return hangUp;
    }

    /** What the signal means from now on. */
    synchronized void then(Runnable wanted) {
        action = wanted;
        if (pending) {
            pending = false;
            wanted.run();
        }
    }

    private synchronized void heard() {
        action.run();
    }

    private void remember() {
        pending = true;
    }
}
