package dev.baton.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the outage client saw between two marks.
 *
 * @param failed number of failed requests by kind, see {@link Outcome}
 * @param outageMillis largest gap between two successful answers in a row
 * @param outageAt when that gap began, ISO 8601
 * @param slowestMillis slowest successful request
 * @param answeredBy successful answers by the value of the asked-for header
 */
public record WindowResult(
        int window,
        int requests,
        int ok,
        Map<String, Integer> failed,
        @JsonProperty("outage_ms") double outageMillis,
        @JsonProperty("outage_at") String outageAt,
        @JsonProperty("slowest_ms") double slowestMillis,
        @JsonProperty("answered_by") Map<String, Integer> answeredBy) {
    public WindowResult {
        failed = new TreeMap<>(failed);
        answeredBy = new TreeMap<>(answeredBy);
    }

    /** Number of requests that got no good answer. */
    public int failures() {
        return requests - ok;
    }
}
