package dev.baton.ha.status;

import java.time.Duration;
import java.util.Optional;

/**
 * What one network of the interconnect carries from one peer.
 *
 * @param path this node's address on that network
 * @param peer the peer
 * @param heartbeats advertisements of the peer that were heard there since the start
 * @param silence how long ago the peer was last heard there; empty if it never was
 */
public record PathStatus(String path, String peer, long heartbeats, Optional<Duration> silence) {}
