package dev.baton.lb.config;

import java.util.List;

/**
 * Fields that are changed on the way.
 *
 * @param request in what the server gets
 * @param response in what the client gets
 */
public record HeadersConfig(Edits request, Edits response) {

    public static final HeadersConfig NONE = new HeadersConfig(Edits.NONE, Edits.NONE);

    /**
     * @param set takes the place of all fields of that name
     * @param add comes beside those that are there
     * @param remove names of fields that are left out, in lower case
     */
    public record Edits(List<Header> set, List<Header> add, List<String> remove) {

        public static final Edits NONE = new Edits(List.of(), List.of(), List.of());

        public Edits {
            set = List.copyOf(set);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }

    /** One field. */
    public record Header(String name, Template value) {}
}
