package dev.baton.lab;

import java.time.Duration;
import java.time.Instant;

/**
 * What one fault cost.
 *
 * @param from the master that was struck
 * @param to the node that had the address in the end
 * @param at when the fault was struck
 * @param takeover what the client saw from the fault until it was answered steadily
 * @param recovery what the client saw while the struck node came back
 * @param extraMoves how often the address moved although it should not
 * @param twoOwners the longest time for which both kernels had one of the floating addresses
 * @param twoAnswering the longest time for which two hosts answered ARP for the address
 */
public record FaultResult(
        Fault fault,
        String from,
        String to,
        Instant at,
        WindowResult takeover,
        WindowResult recovery,
        int extraMoves,
        Duration twoOwners,
        Duration twoAnswering) {}
