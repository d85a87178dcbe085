package dev.baton.ha.agent;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.vrrp.Advertisement;

/** Brings what the interconnect hears to the election thread, and what nodes ask each other past it. */
final class InterconnectEvents implements Interconnect.Listener {

    private final ElectionLoop loop;
    private final Elections elections;
    private final Switchovers switchovers;
    private final PeerCalls calls;

    InterconnectEvents(ElectionLoop loop, Elections elections, Switchovers switchovers, PeerCalls calls) {
        this.loop = loop;
        this.elections = elections;
        this.switchovers = switchovers;
        this.calls = calls;
    }

    @Override
    public void onAdvertisement(Advertisement advertisement) {
        loop.offer(now -> {
            GroupRunner runner = elections.get(advertisement.group());
            if (runner != null) {
                runner.carryOut(runner.router().onAdvertisement(advertisement, now));
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
        loop.post(now -> elections.feed((router, at) -> router.onPeerDied(node, at), now));
    }

    @Override
    public void onPeerLeft(String node) {
        calls.onPeerGone(node);
        loop.post(now -> elections.feed((router, at) -> router.onPeerLeft(node, at), now));
    }
}
