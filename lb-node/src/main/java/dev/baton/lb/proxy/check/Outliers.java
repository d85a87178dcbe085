package dev.baton.lb.proxy.check;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.EjectionListener;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the servers that live traffic speaks against, and lets them in again when their time is over. */
@SuppressWarnings("FutureReturnValueIgnored") // a loop that takes no tasks any more has ended, and so has the traffic
final class Outliers implements EjectionListener {

    private static final Logger log = LoggerFactory.getLogger(Outliers.class);

    private final Worker worker;
    private final Backend backend;
    private final Runnable onNews;

    /** @param onNews runs when this node's own traffic has spoken against a server */
    Outliers(Worker worker, Backend backend, Runnable onNews) {
        this.worker = worker;
        this.backend = backend;
        this.onNews = onNews;
    }

    @Override
    public void ejected(Server server, Duration span, boolean here) {
        log.warn(
                "server {}/{} is ejected for {} ms: too many errors in a row from live traffic{}",
                backend.name(),
                server,
                span.toMillis(),
                here ? "" : " of another node");
        if (here) {
            onNews.run();
        }
        worker.loop().schedule(() -> readmit(server), span.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void readmit(Server server) {
        backend.verdicts().readmit(server);
        log.info("server {}/{} is back from its ejection", backend.name(), server);
    }
}
