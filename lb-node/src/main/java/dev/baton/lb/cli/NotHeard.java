package dev.baton.lb.cli;

import java.util.List;

/** Tells of the nodes that what was changed has not reached. */
final class NotHeard {

    private NotHeard() {}

    static void tell(List<String> nodes) {
        nodes.stream().map(NotHeard::words).forEach(Console::err);
    }

    static String words(String node) {
        return "baton: not on " + node + " yet: it is not heard, and will be told when it is back";
    }
}
