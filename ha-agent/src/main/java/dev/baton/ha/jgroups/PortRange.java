package dev.baton.ha.jgroups;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Takes the first free port of a range. */
final class PortRange {

    private PortRange() {}

    /** @throws IOException naming the address, if it is not this machine's or the range is used up */
    static ServerSocket listen(InetAddress address, int first, int count) throws IOException {
        IOException last = new BindException("no port in the range");
        for (int port = first; port < first + count; port++) {
            ServerSocket server = new ServerSocket();
            try {
                server.bind(new InetSocketAddress(address, port));
                return server;
            } catch (BindException e) {
                server.close();
                last = e;
                if (!String.valueOf(e.getMessage()).contains("in use")) {
                    break;
                }
            }
        }
        throw new IOException(
                "interconnect: bind %s ports %d-%d failed: %s; \"ip address\" shows this machine's addresses, \"ss -ltnp\" who holds a port"
                        .formatted(address.getHostAddress(), first, first + count - 1, last.getMessage()),
                last);
    }
}
