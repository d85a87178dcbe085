package dev.baton.ha.cluster;

import dev.baton.ha.vrrp.Advertisement;

/** The interconnect of a cluster of one: there is nobody to talk to. */
public final class SoloInterconnect implements Interconnect {

    @Override
    public void start(Listener listener) {}

    @Override
    public void advertise(Advertisement advertisement) {}

    @Override
    public void command(String node, Command command) {}

    @Override
    public void close() {}
}
