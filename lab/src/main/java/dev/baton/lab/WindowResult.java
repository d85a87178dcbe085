package dev.baton.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the outage client saw between two marks.
 *
 * @param failed number of failed requests by kind, see {@link Outcome}
 * @param outageMillis largest gap between two successful answers in a row
 * @param outageAt when that gap began, ISO 8601
 * @param slowestMillis slowest successful request
 * @param p99Millis 99 of 100 successful requests took no longer
 * @param lateMillis by how much the client itself was late at most; it may be the cause of an outage of that length
 * @param answeredBy successful answers by the value of the asked-for header
 * @param gaps all gaps between two answers that are worth a name, in order; the largest of them is the outage
 */
public record WindowResult(
        int window,
        int requests,
        int ok,
        Map<String, Integer> failed,
        @JsonProperty("outage_ms") double outageMillis,
        @JsonProperty("outage_at") String outageAt,
        @JsonProperty("slowest_ms") double slowestMillis,
        @JsonProperty("p99_ms") double p99Millis,
        @JsonProperty("late_ms") double lateMillis,
        @JsonProperty("answered_by") Map<String, Integer> answeredBy,
        List<Gap> gaps) {
    /**
     * @param at when it began, ISO 8601
     * @param millis how long it was
     */
    public record Gap(String at, @JsonProperty("ms") double millis) {
        private Instant begin() {
            return Instant.parse(at);
        }

        private Instant end() {
            return begin().plusNanos((long) (millis * 1e6));
        }

        /** Whether the two were at the same time, if only for a moment. */
        public boolean overlaps(Gap other) {
            return begin().isBefore(other.end()) && other.begin().isBefore(end());
        }
    }

    public WindowResult {
        failed = new TreeMap<>(failed);
        answeredBy = new TreeMap<>(answeredBy);
        gaps = List.copyOf(gaps);
    }

    /** The outage in words, with what the client may have had to do with it. */
    public String outage() {
        return "%.1f ms (client late by %.1f, slowest answer %.1f)".formatted(outageMillis, lateMillis, slowestMillis);
    }

    /** Number of requests that got no good answer. */
    public int failures() {
        return requests - ok;
    }
}
