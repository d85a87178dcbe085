package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What listens.
 *
 * @param name the frontend's name
 * @param bind where it listens; need not be an address this node owns at the moment
 * @param mode what it speaks
 * @param backend the name of the pool behind it
 * @param maxConnections how many clients are served at once; others wait in the kernel
 * @param clients how it deals with its clients
 * @param routing what is done with requests on their way
 * @param sni where connections go by the name that TLS clients ask for
 * @param acceptProxy who connects, always with a PROXY header; empty is everybody, without one
 * @param accessLog what is written down of them
 * @param tls how it ends TLS, where it does
 */
public record FrontendConfig(
        String name,
        InetSocketAddress bind,
        Mode mode,
        String backend,
        int maxConnections,
        ClientConfig clients,
        RoutingConfig routing,
        SniConfig sni,
        List<IpPrefix> acceptProxy,
        AccessLogConfig accessLog,
        Optional<TlsConfig> tls) {

    /** Far below what the kernel gives a service by default (524288 open files), and above what a small site has. */
    static final int DEFAULT_MAX_CONNECTIONS = 20_000;

    public FrontendConfig {
        acceptProxy = List.copyOf(acceptProxy);
    }

    /** A frontend with the usual bound that passes everything on to its backend. */
    public FrontendConfig(String name, InetSocketAddress bind, Mode mode, String backend, ClientConfig clients) {
        this(
                name,
                bind,
                mode,
                backend,
                DEFAULT_MAX_CONNECTIONS,
                clients,
                RoutingConfig.NONE,
                SniConfig.NONE,
                List.of(),
                AccessLogConfig.OFF,
                Optional.empty());
    }

    /** What a frontend speaks. */
    public enum Mode {
        HTTP,
        TCP
    }
}
