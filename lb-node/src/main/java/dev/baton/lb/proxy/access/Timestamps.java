package dev.baton.lb.proxy.access;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes points in time; makes the text once per second, and only the thousandths each time. For one thread. */
final class Timestamps {

    private final DateTimeFormatter format;
    private long second = Long.MIN_VALUE;
    private byte[] text = {};

    private Timestamps(String pattern, ZoneId zone) {
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
    }

    /** As in HAProxy's log: {@code 25/Nov/2026:16:30:01}, in the time zone of the machine. */
    static Timestamps local() {
        return new Timestamps("dd/MMM/yyyy:HH:mm:ss", ZoneId.systemDefault());
    }

    /** ISO 8601: {@code 2026-11-25T16:30:01}, in UTC. */
    static Timestamps utc() {
        return new Timestamps("yyyy-MM-dd'T'HH:mm:ss", ZoneId.of("UTC"));
    }

    /** With {@code .123} behind. */
    void write(long epochMillis, ByteBuf out) {
        long wanted = Math.floorDiv(epochMillis, 1000);
        if (wanted != second) {
            second = wanted;
            text = Text.bytes(format.format(Instant.ofEpochSecond(wanted)));
        }
        out.writeBytes(text).writeByte('.');
        Text.padded((int) Math.floorMod(epochMillis, 1000L), out);
    }
}
