package dev.baton.ha.jgroups;

import java.io.IOException;
import org.jgroups.logging.LogFactory;

/** What JGroups wants set once in a process, before its classes are used. */
final class JGroupsRuntime {

    private static final String FILTER = "jgroups.deserialization.filter";
    private static final String REFUSE_ALL = "!*";

    private JGroupsRuntime() {}

    /** @throws IOException if the process allows Java deserialisation, which JGroups would do for any stranger */
    static synchronized void prepare() throws IOException {
        String filter = System.getProperty(FILTER);
        if (filter == null) {
            // JGroups reads it when it first deserialises; with "!*" it never begins to.
            System.setProperty(FILTER, REFUSE_ALL);
        } else if (!filter.equals(REFUSE_ALL)) {
            throw new IOException("interconnect: -D%s=%s lets strangers have Java objects built; set it to \"%s\""
                    .formatted(FILTER, filter, REFUSE_ALL));
        }
        if (LogFactory.getCustomLogFactory() == null) {
            LogFactory.setCustomLogFactory(new Slf4jLogFactory());
        }
    }
}
