package dev.baton.lb.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who may ask for what of the nodes, and where. Root and the user of a node may ask for everything on its socket.
 *
 * @param readGroup whose members may read on the socket: a name, or a number
 * @param writeGroup whose members may change as well, likewise
 * @param http where anybody may look, if anywhere
 */
public record AdminConfig(Optional<String> readGroup, Optional<String> writeGroup, Optional<InetSocketAddress> http) {}
