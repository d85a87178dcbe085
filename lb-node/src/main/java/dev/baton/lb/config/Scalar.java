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

    /** What such values look like. */
    default Form form() {
        return new Form.Any();
    }

    /** The same, and what its values look like. */
    default Scalar<T> like(Form form) {
        Scalar<T> reader = this;
        return new Scalar<>() {
            @Override
            public T read(ScalarNode node) {
                return reader.read(node);
            }

            @Override
            public Form form() {
                return form;
            }
        };
    }
}
