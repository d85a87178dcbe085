package dev.baton.ha.jgroups;

import org.jgroups.logging.CustomLogFactory;
import org.jgroups.logging.Log;
import org.slf4j.LoggerFactory;

/** Sends what JGroups has to say to slf4j. */
final class Slf4jLogFactory implements CustomLogFactory {

    @Override
    public Log getLog(Class<?> source) {
        return getLog(source.getName());
    }

    @Override
    public Log getLog(String category) {
        return new Slf4jLog(LoggerFactory.getLogger(category));
    }
}
