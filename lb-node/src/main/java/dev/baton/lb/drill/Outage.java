package dev.baton.lb.drill;

import java.time.Duration;
import java.time.Instant;

/**
 * What the client saw for a while.
 *
 * @param longest the longest time between two answers in a row
 * @param since when that began, by the wall clock
 * @param asked how many attempts have ended
 * @param failed those of them that got no answer
 * @param late by how much the client itself was late at most: it may have seen a gap longer or shorter by that
 * @param lastFailure why the last of those got none, or empty
 */
public record Outage(Duration longest, Instant since, long asked, long failed, Duration late, String lastFailure) {}
