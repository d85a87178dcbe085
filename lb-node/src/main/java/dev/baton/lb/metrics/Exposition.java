package dev.baton.lb.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.traffic.Latency;
import dev.baton.lb.traffic.Totals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes metrics as text, family by family. A scrape of 1,000 servers is some 18,000 lines once a second, so it writes
 * bytes and makes no object for a line.
 */
public final class Exposition {

    private static final int NANO_DIGITS = 9;
    private static final List<byte[]> BUCKETS = buckets();

    /**
     * An array of half a region of the heap or more (512 KiB here) is no young garbage: a megabyte a second of them had
     * the collector mark the whole heap every few seconds.
     */
    private static final int PIECE = 1 << 16;

    private final boolean openMetrics;
    private final List<ByteBuffer> full = new ArrayList<>();
    private byte[] bytes = new byte[PIECE];
    private int length;
    private byte[] name = {};

    /** @param openMetrics whether OpenMetrics 1.0 is written; otherwise it is the text format 0.0.4 */
    Exposition(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    private static List<byte[]> buckets() {
        List<byte[]> buckets = new ArrayList<>();
        Latency.SECONDS.forEach(bound -> buckets.add(("le=\"" + bound + "\"} ").getBytes(UTF_8)));
        buckets.add("le=\"+Inf\"} ".getBytes(UTF_8));
        return buckets;
    }

    /**
     * Begins a family that only counts up.
     *
     * @param family its name without {@code _total}
     */
    Exposition counter(String family, String help) {
        // The older format gives the type to the name of the samples, the newer one to that of the family.
        return begin(openMetrics ? family : family + "_total", family + "_total", "counter", help);
    }

    /** Begins a family that goes up and down. */
    Exposition gauge(String family, String help) {
        return begin(family, family, "gauge", help);
    }

    /** Begins a family of times, in classes. */
    Exposition histogram(String family, String help) {
        return begin(family, family, "histogram", help);
    }

    /** Begins a family of times of which only number and sum are told. */
    Exposition summary(String family, String help) {
        return begin(family, family, "summary", help);
    }

    private Exposition begin(String typed, String sampled, String type, String help) {
        name = sampled.getBytes(UTF_8);
        put("# HELP " + typed + " " + help + "\n# TYPE " + typed + " " + type + "\n");
        return this;
    }

    void value(Labels labels, long value) {
        put(name);
        put(labels.closed());
        number(value);
        put('\n');
    }

    /** @param last one more label, with the brace and the space behind it */
    void value(Labels labels, byte[] last, long value) {
        put(name);
        put(labels.open());
        put(last);
        number(value);
        put('\n');
    }

    /** @param nanos written in seconds */
    void seconds(Labels labels, long nanos) {
        put(name);
        put(labels.closed());
        decimal(nanos);
        put('\n');
    }

    /** All classes of times that were counted. */
    void times(Labels labels, Totals counted) {
        long sum = 0;
        for (int i = 0; i < BUCKETS.size(); i++) {
            sum += counted.inClass(i);
            put(name);
            put("_bucket");
            put(labels.open());
            put(BUCKETS.get(i));
            number(sum);
            put('\n');
        }
        sums(labels, counted.nanos(), sum);
    }

    /** How many times were counted, and their sum. */
    void sumOfTimes(Labels labels, Totals counted) {
        long count = 0;
        for (int i = 0; i < BUCKETS.size(); i++) {
            count += counted.inClass(i);
        }
        sums(labels, counted.nanos(), count);
    }

    private void sums(Labels labels, long nanos, long count) {
        put(name);
        put("_sum");
        put(labels.closed());
        decimal(nanos);
        put('\n');
        put(name);
        put("_count");
        put(labels.closed());
        number(count);
        put('\n');
    }

    /** Everything in UTF-8, ended as the format wants it, in pieces. */
    List<ByteBuffer> text() {
        if (openMetrics) {
            put("# EOF\n");
        }
        endPiece();
        return List.copyOf(full);
    }

    private void endPiece() {
        full.add(ByteBuffer.wrap(bytes, 0, length));
        length = 0;
    }

    private void decimal(long nanos) {
        long whole = nanos / 1_000_000_000L;
        number(whole);
        put('.');
        long rest = nanos % 1_000_000_000L;
        room(NANO_DIGITS);
        for (int i = NANO_DIGITS - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += NANO_DIGITS;
    }

    private void number(long value) {
        if (value < 0) {
            put('-');
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long left = rest; left >= 10; left /= 10) {
            digits++;
        }
        room(digits);
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void put(char one) {
        room(1);
        bytes[length++] = (byte) one;
    }

    private void put(String ascii) {
        put(ascii.getBytes(ISO_8859_1));
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            endPiece();
            bytes = new byte[Math.max(more, PIECE)];
        }
    }
}
