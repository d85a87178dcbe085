package dev.baton.ha.agent;

import java.time.Duration;

/**
 * How a switchover went.
 *
 * @param done whether the target is master now
 * @param message what happened, or why it was refused and what to do
 * @param duration from the request until the target was seen as master, or until the attempt ended
 */
public record SwitchoverResult(boolean done, String message, Duration duration) {}
