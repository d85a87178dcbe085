package dev.baton.lb.config;

import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one kind of value. */
@FunctionalInterface
interface Scalar<T> {

    /**
     * @throws IllegalArgumentException if the value does not fit; its message continues the name of the key, for
     *     example {@code 300 is not in 1 to 254}
     */
    T read(ScalarNode node);
}
