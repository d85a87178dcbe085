package dev.baton.lb.traffic;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts what clients of one frontend do with HTTP/2, beyond their requests. Shared by all event loops. */
public final class Multiplexing {

    /** The reasons of RFC 9113, section 7, by their numbers, and one for all that it does not know. */
    public static final List<String> REASONS = List.of(
            "NO_ERROR",
            "PROTOCOL_ERROR",
            "INTERNAL_ERROR",
            "FLOW_CONTROL_ERROR",
            "SETTINGS_TIMEOUT",
            "STREAM_CLOSED",
            "FRAME_SIZE_ERROR",
            "REFUSED_STREAM",
            "CANCEL",
            "COMPRESSION_ERROR",
            "CONNECT_ERROR",
            "ENHANCE_YOUR_CALM",
            "INADEQUATE_SECURITY",
            "HTTP_1_1_REQUIRED",
            "other");

    /** Who has ended something. */
    public enum By {
        CLIENT(0),
        BATON(1);

        private final int place;

        By(int place) {
            this.place = place;
        }
    }

    private final LongAdder connectionsOpened = new LongAdder();
    private final LongAdder connectionsClosed = new LongAdder();
    private final LongAdder streamsOpened = new LongAdder();
    private final LongAdder streamsClosed = new LongAdder();
    private final LongAdder[] resets = adders();
    private final LongAdder[] goAways = adders();

    private static LongAdder[] adders() {
        return Stream.generate(LongAdder::new)
                .limit((long) By.values().length * REASONS.size())
                .toArray(LongAdder[]::new);
    }

    public void connectionOpened() {
        connectionsOpened.increment();
    }

    public void connectionClosed() {
        connectionsClosed.increment();
    }

    public void streamOpened() {
        streamsOpened.increment();
    }

    public void streamClosed() {
        streamsClosed.increment();
    }

    /** @param code of the RST_STREAM, whatever it is */
    public void reset(By who, long code) {
        resets[place(who, code)].increment();
    }

    /**
     * A side has said that it ends the connection; once a connection and side.
     *
     * @param code of the GOAWAY, whatever it is
     */
    public void goAway(By who, long code) {
        goAways[place(who, code)].increment();
    }

    private static int place(By who, long code) {
        int other = REASONS.size() - 1;
        int reason = code >= 0 && code < other ? (int) code : other;
        return who.place * REASONS.size() + reason;
    }

    /** How many connections there were. */
    public long allConnections() {
        return connectionsOpened.sum();
    }

    /** How many connections there are. */
    public long connections() {
        return Math.max(0, connectionsOpened.sum() - connectionsClosed.sum());
    }

    /** How many streams there were. */
    public long allStreams() {
        return streamsOpened.sum();
    }

    /** How many streams there are. */
    public long streams() {
        return Math.max(0, streamsOpened.sum() - streamsClosed.sum());
    }

    /** @param reason its place in {@link #REASONS} */
    public long resets(By who, int reason) {
        return resets[place(who, reason)].sum();
    }

    /** @param reason its place in {@link #REASONS} */
    public long goAways(By who, int reason) {
        return goAways[place(who, reason)].sum();
    }
}
