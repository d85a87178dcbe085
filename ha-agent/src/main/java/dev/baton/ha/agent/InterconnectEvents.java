package dev.baton.ha.agent;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.vrrp.Advertisement;
import java.util.function.Consumer;

/** Brings what the interconnect hears to the election thread, and what nodes ask each other past it. */
final class InterconnectEvents implements Interconnect.Listener {

    private final ElectionLoop loop;
    private final Elections elections;
    private final Switchovers switchovers;
    private final PeerWatch peerWatch;
    private final PeerCalls calls;
    private final Consumer<AgentEvent> events;

    InterconnectEvents(
            ElectionLoop loop,
            Elections elections,
            Switchovers switchovers,
            PeerWatch peerWatch,
            PeerCalls calls,
            Consumer<AgentEvent> events) {
        this.loop = loop;
        this.elections = elections;
        this.switchovers = switchovers;
        this.peerWatch = peerWatch;
        this.calls = calls;
        this.events = events;
    }

    @Override
    public void onAdvertisement(Advertisement advertisement) {
        loop.offer(now -> {
            GroupRunner runner = elections.get(advertisement.group());
            if (runner != null) {
                runner.onAdvertisement(advertisement, now);
            }
        });
    }

    @Override
    public void onCommand(String from, Command command) {
        switch (command) {
            case Command.Switchover wish -> loop.post(now -> switchovers.onCommand(from, wish, now));
            case Command.Piece piece -> calls.onPiece(from, piece);
            case Command.Refusal refusal -> loop.post(now -> switchovers.onRefusal(from, refusal, now));
        }
    }

    @Override
    public void onPeerDied(String node) {
        calls.onPeerGone(node);
        loop.post(now -> {
            peerWatch.gone(node, "died: its kernel closed its connection");
            elections.feed((router, at) -> router.onPeerDied(node, at), now);
        });
    }

    @Override
    public void onPeerLeft(String node) {
        calls.onPeerGone(node);
        loop.post(now -> {
            peerWatch.gone(node, "left in good order");
            elections.feed((router, at) -> router.onPeerLeft(node, at), now);
        });
    }

    @Override
    public void onRejected(String what) {
        events.accept(AgentEvent.ofNode(AgentEvent.Kind.REJECTED, what));
    }
}
