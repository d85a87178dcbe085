package dev.baton.ha.jgroups;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jgroups.logging.Log;
import org.slf4j.Logger;

/**
 * Passes warnings and errors on, each kind at most once in ten seconds: strangers on the network can cause many of
 * them. What JGroups says below that would only repeat the agent.
 */
@SuppressWarnings("AnnotateFormatMethod") // the formats are JGroups'
final class Slf4jLog implements Log {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_KINDS = 256;

    private final Logger target;
    private final Map<String, Long> quietUntil = new ConcurrentHashMap<>();

    Slf4jLog(Logger target) {
        this.target = target;
    }

    @Override
    public boolean isFatalEnabled() {
        return target.isErrorEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isErrorEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isWarnEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void fatal(String msg) {
        error(msg);
    }

    @Override
    public void fatal(String format, Object... args) {
        error(format, args);
    }

    @Override
    public void fatal(String msg, Throwable throwable) {
        error(msg, throwable);
    }

    @Override
    public void error(String msg) {
        if (due(msg)) {
            target.error(msg);
        }
    }

    @Override
    public void error(String format, Object... args) {
        if (due(format)) {
            target.error(String.format(format, args));
        }
    }

    @Override
    public void error(String msg, Throwable throwable) {
        if (due(msg)) {
            target.error("{}: {}", msg, throwable.toString());
        }
    }

    @Override
    public void warn(String msg) {
        if (due(msg)) {
            target.warn(msg);
        }
    }

    @Override
    public void warn(String format, Object... args) {
        if (due(format)) {
            target.warn(String.format(format, args));
        }
    }

    @Override
    public void warn(String msg, Throwable throwable) {
        if (due(msg)) {
            target.warn("{}: {}", msg, throwable.toString());
        }
    }

    @Override
    public void info(String msg) {}

    @Override
    public void info(String format, Object... args) {}

    @Override
    public void debug(String msg) {}

    @Override
    public void debug(String format, Object... args) {}

    @Override
    public void debug(String msg, Throwable throwable) {}

    @Override
    public void trace(Object obj) {}

    @Override
    public void trace(String msg) {}

    @Override
    public void trace(String format, Object... args) {}

    @Override
    public void trace(String msg, Throwable throwable) {}

    @Override
    public void setLevel(String level) {}

    @Override
    public String getLevel() {
        return "warn";
    }

    private boolean due(String kind) {
        long now = System.nanoTime();
        if (quietUntil.size() > MAX_KINDS) {
            quietUntil.clear();
        }
        Long until = quietUntil.get(kind);
        if (until != null && now - until < 0) {
            return false;
        }
        quietUntil.put(kind, now + QUIET_NANOS);
        return true;
    }
}
