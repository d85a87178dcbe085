package dev.baton.lb.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A first configuration, with comments for whoever goes on from there.
 *
 * @param nodes addresses by name; none makes a plain balancer, and one needs no key
 * @param interfaceName where the floating IPs live; empty without any
 * @param addresses the floating IPs with their prefix lengths
 * @param port where clients connect
 * @param servers addresses with ports, by name
 * @param key the file name of the key, beside the configuration
 */
record FirstConfig(
        Map<String, String> nodes,
        String interfaceName,
        List<String> addresses,
        int port,
        Map<String, String> servers,
        String key) {

    boolean isCluster() {
        return nodes.size() > 1;
    }

    String yaml() {
        return """
                # The same file on every node. "baton check" says what is wrong with it,
                # "baton reload" makes a running node follow it.
                """ + cluster() + floatingIps() + """

                # What listens. mode: tcp passes bytes through instead of reading requests.
                frontends:
                """ + frontends() + """

                # The pool behind it.
                backends:
                  - name: app
                    balance: least_connections
                    # Without "type: http" a server is up when it accepts connections.
                    check: {type: http, path: /, interval: 2s}
                    servers:
                """
                + servers.entrySet().stream()
                        .map(server ->
                                "      - {name: %s, address: \"%s\"}\n".formatted(server.getKey(), server.getValue()))
                        .collect(Collectors.joining());
    }

    private String cluster() {
        if (nodes.isEmpty()) {
            return "";
        }
        return """

                cluster:
                """ + (isCluster() ? interconnect() : "") + """
                  nodes:
                """
                + nodes.entrySet().stream()
                        .map(node -> "    - {name: %s, address: \"%s\"}\n".formatted(node.getKey(), node.getValue()))
                        .collect(Collectors.joining());
    }

    private String interconnect() {
        return """
                  # Copy this file to every node, readable by the node's user alone.
                  secret_file: %s
                  # Where the nodes hear each other. transport: tcp where there is no multicast.
                  transport: udp
                """.formatted(key);
    }

    private String floatingIps() {
        if (addresses.isEmpty()) {
            return "";
        }
        return """

                # Addresses that one node has at a time. They must not be configured elsewhere.
                floating_ips:
                  - name: main
                    interface: %s
                    addresses: [%s]
                """.formatted(
                        interfaceName,
                        addresses.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(", ")));
    }

    private String frontends() {
        if (addresses.isEmpty()) {
            return frontend("web", "");
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < addresses.size(); i++) {
            String host = addresses.get(i).replaceFirst("/.*", "");
            all.append(frontend(i == 0 ? "web" : "web" + (i + 1), host.contains(":") ? "[" + host + "]" : host));
        }
        return all.toString();
    }

    private String frontend(String name, String host) {
        return "  - {name: %s, bind: \"%s:%d\", mode: http, backend: app}\n".formatted(name, host, port);
    }
}
