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
 */
public record FrontendConfig(String name, InetSocketAddress bind, Mode mode, String backend, ClientConfig clients) {

    /** What a frontend speaks. */
    public enum Mode {
        HTTP,
        TCP
    }
}
