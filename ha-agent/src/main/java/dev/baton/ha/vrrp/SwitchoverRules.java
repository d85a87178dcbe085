package dev.baton.ha.vrrp;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** To whom a group can be handed on command, and why not. */
final class SwitchoverRules {

    private final RouterSettings settings;
    private final PeerTable peers;
    private final Standing standing;
    private final MasterWatch watch;

    SwitchoverRules(RouterSettings settings, PeerTable peers, Standing standing, MasterWatch watch) {
        this.settings = settings;
        this.peers = peers;
        this.standing = standing;
        this.watch = watch;
    }

    Optional<String> refusal(String target, boolean force, long nowNanos) {
        return objection(target, force, nowNanos).map(why -> "group \"" + settings.group() + "\": " + why);
    }

    private Optional<String> objection(String target, boolean force, long nowNanos) {
        String owner = watch.master();
        if (owner.isEmpty()) {
            return Optional.of("no node is master now, so there is nothing to hand over; baton status shows why");
        }
        if (target.equals(owner)) {
            return Optional.of(target + " is master already");
        }
        Optional<String> silence = ownerSilence(owner, nowNanos);
        if (silence.isPresent()) {
            return silence;
        }
        PeerTable.Peer peer = peers.get(target);
        boolean own = target.equals(settings.node());
        if (!own && (peer == null || !peers.live(peer, nowNanos))) {
            return Optional.of("node \"" + target + "\" is not heard; check its name and that it runs");
        }
        Advertisement last = own || peer == null ? standing.self() : peer.last();
        if (!PeerTable.eligible(last)) {
            return Optional.of("node \"" + target + "\" cannot take over, it is " + last.role() + ": "
                    + String.join("; ", last.reasons()));
        }
        if (!last.synced() && !force) {
            return Optional.of("node \"" + target
                    + "\" has not got the whole session state yet; wait, or use --force and lose some affinity");
        }
        return Optional.empty();
    }

    /** A master that is not heard would not hear what is wanted of it either. */
    private Optional<String> ownerSilence(String owner, long nowNanos) {
        if (owner.equals(settings.node())) {
            return Optional.empty();
        }
        return peers.silence(owner, nowNanos)
                .map(why -> Stream.concat(Stream.of(why), standing.self().reasons().stream())
                        .collect(Collectors.joining("; ", owner + ", the master, cannot be asked to hand over: ", "")));
    }

    /** The node that a switchover without a target goes to. */
    Optional<String> bestTarget(long nowNanos) {
        Optional<Advertisement> peer = peers.bestBackup(nowNanos);
        Advertisement self = standing.self();
        boolean peerIsBetter = peer.filter(best -> PeerTable.CANDIDATES.compare(best, self) > 0)
                .isPresent();
        return standing.is(Role.BACKUP) && !peerIsBetter ? Optional.of(settings.node()) : peer.map(Advertisement::node);
    }
}
