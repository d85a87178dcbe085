package dev.baton.lb.pool;

import java.time.Duration;

/** Hears of servers that are left out for a while for what live traffic says. */
public interface EjectionListener {

    /** @param here whether it was this node's traffic; otherwise another node said so */
    void ejected(Server server, Duration span, boolean here);
}
