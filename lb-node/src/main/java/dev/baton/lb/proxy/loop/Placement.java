package dev.baton.lb.proxy.loop;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server for one request or connection, and further ones when it is passed on: first the one that the client
 * belongs to, then by the backend's policy. Waits in line where none has room. Everything happens on one event loop.
 */
public final class Placement {

    /** Before a server that must not be left is tried again; HAProxy's pause too. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Before the servers that are left are tried again for the first time: most programs are back so soon. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Worker worker;
    private final Backend backend;
    private final long key;
    private final Seeker seeker;
    private final List<Server> tried = new ArrayList<>(1);
    private @Nullable Server own;
    private int passed;

    /** Whether one of those that were tried may be back soon. */
    private boolean returning;

    private boolean paused;
    private long patienceNanos;
    private long joinedNanos;
    private @Nullable Turn turn;
    private @Nullable Future<?> pause;

    /** Hears where it goes. */
    public interface Seeker {

        /**
         * @param server counts it already
         * @param waited whether this comes later than {@link Placement#seek}
         */
        void placed(Server server, boolean waited);

        /** Nobody has room for it yet. */
        void waits();

        /** @param why in a sentence for operators */
        void nowhere(String why);
    }

    /**
     * @param key what the backend goes by ({@link Backend#key})
     * @param own the server that the client belongs to; null for none
     */
    public Placement(Worker worker, Backend backend, long key, @Nullable Server own, Seeker seeker) {
        this.worker = worker;
        this.backend = backend;
        this.key = key;
        this.own = own;
        this.seeker = seeker;
        this.patienceNanos = backend.queueTimeout().toNanos();
    }

    /** Looks for a server, or for another one when some were {@link #passed}. */
    public void seek() {
        Server wanted = own;
        if (wanted == null) {
            seekAny(false);
        } else if (passed == 0) {
            seekOwn(wanted, false);
        } else if (passed <= backend.retry().retries() && patienceNanos > 0) {
            pause(PAUSE_NANOS, () -> seekOwn(wanted, true));
        } else {
            seeker.nowhere(whose(wanted) + "was tried in vain");
        }
    }

    /**
     * The server that was found could not take it.
     *
     * @param atOnce whether it said so at once, as one does that is being restarted
     */
    public void passed(Server server, boolean atOnce) {
        passed++;
        tried.add(server);
        returning |= atOnce;
        if (server == own && !backend.isPatient()) {
            own = null;
        }
    }

    /** Whether it may go on from the server where it is. */
    public boolean hasRetries() {
        return passed < backend.retry().retries();
    }

    /** Whether it may go on, and there is somewhere to go: an answer of the server where it is would be lost for nothing. */
    public boolean hasWayOn(Server from) {
        if (!hasRetries()) {
            return false;
        }
        List<Server> passing = new ArrayList<>(tried);
        passing.add(from);
        boolean again = from == own && backend.isPatient() && patienceNanos > 0;
        return again || backend.hasOther(passing);
    }

    /** Whether it stands in line. */
    public boolean isWaiting() {
        return turn != null;
    }

    /** Nobody wants to know any more. */
    public void cancel() {
        if (turn != null) {
            turn.cancel();
            turn = null;
        }
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
    }

    private void seekOwn(Server wanted, boolean waited) {
        switch (backend.comeBack(wanted)) {
            case STARTED -> seeker.placed(wanted, waited);
            case FULL -> {
                if (!waitFor(wanted)) {
                    giveUp(wanted, waited, "has no room, and too many wait");
                }
            }
            case AWAY -> {
                if (!backend.isPatient() || !waitFor(wanted)) {
                    giveUp(wanted, waited, "is not up, and too many wait");
                }
            }
        }
    }

    private void giveUp(Server wanted, boolean waited, String why) {
        if (backend.isPatient()) {
            seeker.nowhere(whose(wanted) + why);
        } else {
            own = null;
            seekAny(waited);
        }
    }

    private void seekAny(boolean waited) {
        boolean again = passed <= backend.retry().retries();
        Server next = again ? backend.take(key, tried) : null;
        if (next != null) {
            seeker.placed(next, waited);
        } else if (!again || (!waitFor(null) && !tryAgain())) {
            seeker.nowhere(whyNone());
        }
    }

    /** With nobody else left, those that refused and pass for healthy get a little time, and another try. */
    private boolean tryAgain() {
        if (!returning || patienceNanos <= 0 || !backend.hasOther(List.of())) {
            return false;
        }
        long most = paused ? PAUSE_NANOS : FIRST_PAUSE_NANOS;
        pause(Math.min(most, backend.timeouts().connect().toNanos()), () -> {
            tried.clear();
            seekAny(true);
        });
        paused = true;
        returning = false;
        return true;
    }

    /** What it pauses it has waited: all of it together is bounded by the queue's timeout. */
    private void pause(long atMost, Runnable then) {
        long nanos = Math.min(atMost, patienceNanos);
        patienceNanos -= nanos;
        pause = worker.loop().schedule(then, nanos, TimeUnit.NANOSECONDS);
    }

    private boolean waitFor(@Nullable Server wanted) {
        Turn place = new Turn(worker, backend, wanted, this::granted);
        turn = place;
        joinedNanos = System.nanoTime();
        if (!place.take(tried, patienceNanos)) {
            turn = null;
        } else if (turn != null) {
            seeker.waits();
        }
        return turn != null;
    }

    private void granted(@Nullable Server room) {
        turn = null;
        patienceNanos = Math.max(0, patienceNanos - (System.nanoTime() - joinedNanos));
        Server wanted = own;
        if (room != null) {
            seeker.placed(room, true);
        } else if (wanted != null) {
            giveUp(wanted, true, backend.isAway(wanted) ? "was not up in time" : "had no room in time");
        } else {
            seeker.nowhere("no server of backend " + backend.name() + " had room in time");
        }
    }

    private String whyNone() {
        boolean full = backend.choose(key, tried) != null;
        return full
                ? "no server of backend " + backend.name() + " has room, and too many wait"
                : "no server of backend " + backend.name() + " is up";
    }

    private String whose(Server wanted) {
        return "server " + wanted.name() + " of backend " + backend.name() + ", which this client belongs to, ";
    }
}
