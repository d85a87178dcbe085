package dev.baton.ha.sim;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.vrrp.Advertisement;

/** The interconnect, as a process sees it. */
final class Wire implements Interconnect {

    private final Node node;

    Wire(Node node) {
        this.node = node;
    }

    @Override
    public void start(Listener listener) {}

    @Override
    public void advertise(Advertisement advertisement) {
        node.world.promises.forEach(each -> each.onSend(node, advertisement));
        node.world.paths.forEach(path -> path.send(node, advertisement));
    }

    @Override
    public void command(String node, Command command) {}

    @Override
    public void close() {}
}
