package dev.baton.ha.jgroups;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints what a test measured. */
final class Report {

    private static final Logger LOG = LoggerFactory.getLogger(Report.class);

    private Report() {}

    static void line(String measured) {
        LOG.info(measured);
    }
}
