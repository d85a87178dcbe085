package dev.baton.lb.config;

import java.net.InetSocketAddress;

/**
 * What listens.
 *
 * @param name the frontend's name
 * @param bind where it listens; need not be an address this node owns at the moment
 * @param mode what it speaks
 * @param backend the name of the pool behind it
 * @param clients how it deals with its clients
 * @param routing what is done with requests on their way
 */
public record FrontendConfig(
        String name, InetSocketAddress bind, Mode mode, String backend, ClientConfig clients, RoutingConfig routing) {

    /** A frontend that passes everything on to its backend. */
    public FrontendConfig(String name, InetSocketAddress bind, Mode mode, String backend, ClientConfig clients) {
        this(name, bind, mode, backend, clients, RoutingConfig.NONE);
    }

    /** What a frontend speaks. */
    public enum Mode {
        HTTP,
        TCP
    }
}
