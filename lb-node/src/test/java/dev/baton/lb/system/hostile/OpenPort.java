package dev.baton.lb.system.hostile;

import dev.baton.lab.BatonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node can be reached, by the kernel of its host, where nobody else listens.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param address what the socket is bound to, without brackets and zone
 */
public record OpenPort(String protocol, String address, int port) {

    public static List<OpenPort> of(BatonNode node) {
        return node.host()
                .exec("ss", "-H", "-l", "-n", "-t", "-u")
                .orThrow()
                .out()
                .lines()
                .map(OpenPort::parse)
                .toList();
    }

    private static OpenPort parse(String line) {
        String[] columns = line.strip().split(" +", -1);
        int colon = columns[4].lastIndexOf(':');
        String address = columns[4].substring(0, colon).replaceAll("%.*|[\\[\\]]|::ffff:", "");
        return new OpenPort(columns[0], address, Integer.parseInt(columns[4].substring(colon + 1)));
    }

    public boolean isMulticast() {
        return address.startsWith("239.255.");
    }

    public boolean isPresence() {
        return protocol.equals("tcp") && port >= 7850 && port < 7880;
    }

    Stream<String> words() {
        return Stream.of(protocol, address, String.valueOf(port));
    }
}
