package dev.baton.lb.proxy.http;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.pool.Backend;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Requests on their way through a frontend that a test describes. */
final class Routing {

    private static final String BACKENDS = """
            backends:
              - {name: app, servers: [{name: a, address: "10.0.0.1:80"}]}
              - {name: api, servers: [{name: a, address: "10.0.0.2:80"}]}
            """;

    private Routing() {}

    /** @param keys more keys of the frontend, each in a line of its own */
    static Site site(String keys) {
        String frontend = "frontends:\n  - name: web\n    bind: \":80\"\n    backend: app\n" + keys.indent(4);
        try {
            BatonConfig config = ConfigReader.parse("f", frontend + BACKENDS);
            Map<String, Backend> backends = config.backends().stream()
                    .map(backend -> new Backend(backend, System::nanoTime))
                    .collect(Collectors.toMap(Backend::name, Function.identity()));
            return Site.of(config.frontends().getFirst(), backends::get);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The way of the request in the head, which must lead to a backend. */
    static Way way(String keys, Head head, String peerAddress) {
        return way(site(keys), head, peerAddress);
    }

    static Way way(Site site, Head head, String peerAddress) {
        Client peer = Client.of(InetAddress.ofLiteral(peerAddress));
        boolean trusted = site.trusts(peer);
        RequestView request = new RequestView(head).of(trusted ? site.clientBehind(peer, head) : peer);
        return new Way(request, peer, null, trusted, site, (Route.Forward) site.route(request), new RequestId());
    }
}
