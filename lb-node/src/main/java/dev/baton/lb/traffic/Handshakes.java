package dev.baton.lb.traffic;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts the TLS handshakes of one frontend's clients. One costs a hundred times what a request does, so all event loops
 * may share these numbers.
 */
public final class Handshakes {

    /** Why a client did not get through. */
    public enum Failure {
        /** What came is no TLS, HTTP in clear for example. */
        NOT_TLS("not_tls"),
        /** It took too long. */
        TIMEOUT("timeout"),
        /** The client went in the middle. */
        ABANDONED("abandoned"),
        /** Nothing is served under the name that it asked for. */
        NAME("name"),
        /** It speaks no version that is spoken here. */
        VERSION("version"),
        /** It takes no cipher suite, or no kind of key, that is offered here. */
        CIPHER("cipher"),
        /** It has shown no certificate, or one that is not believed. */
        CERTIFICATE("certificate"),
        /** It has refused, mostly because it does not believe the frontend's certificate. */
        ALERT("alert"),
        /** There were too many at a time, and it was the oldest. */
        CROWDED("crowded"),
        /** Whatever else. */
        OTHER("other");

        private final String word;

        Failure(String word) {
            this.word = word;
        }

        /** As the metrics call it. */
        public String word() {
            return word;
        }
    }

    private final LongAdder full = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final Map<Failure, LongAdder> failures = new EnumMap<>(Failure.class);
    private final LongAdder[] times = adders(Counts.sums().length);

    public Handshakes() {
        for (Failure each : Failure.values()) {
            failures.put(each, new LongAdder());
        }
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    /**
     * One has come to a session.
     *
     * @param again whether the session is an old one, taken up again
     * @param nanos from the client's first message to the end
     */
    public void succeeded(boolean again, long nanos) {
        (again ? resumed : full).increment();
        times[Counts.placeOf(nanos)].increment();
        times[times.length - 1].add(nanos);
    }

    /** One has come to nothing. */
    public void failed(Failure why) {
        adder(why).increment();
    }

    /** How many sessions began. */
    public long full() {
        return full.sum();
    }

    /** How many sessions were taken up again. */
    public long resumed() {
        return resumed.sum();
    }

    public long of(Failure why) {
        return adder(why).sum();
    }

    private LongAdder adder(Failure why) {
        return Objects.requireNonNull(failures.get(why), "every reason has a number");
    }

    /** Only the times of those that came to a session. */
    public Totals times() {
        return Counts.totals(Arrays.stream(times).mapToLong(LongAdder::sum).toArray());
    }
}
