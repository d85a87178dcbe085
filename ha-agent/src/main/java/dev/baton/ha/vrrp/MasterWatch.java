package dev.baton.ha.vrrp;

/** Who is master, as far as this node hears, and what follows when that node is gone. */
final class MasterWatch {

    /** Why another follows, behind the name of a master that has let the addresses go. */
    static final String GAVE_UP = " gave the addresses up";

    private final RouterSettings settings;
    private final PeerTable peers;
    private final Standing standing;
    private final Candidacy candidacy;

    private String master = "";
    private String forerunner = "";
    private long gaveWayNanos = Long.MIN_VALUE / 2;

    MasterWatch(RouterSettings settings, PeerTable peers, Standing standing, Candidacy candidacy) {
        this.settings = settings;
        this.peers = peers;
        this.standing = standing;
        this.candidacy = candidacy;
    }

    /** The node that owns the addresses as far as is known here, or empty. */
    String master() {
        return standing.is(Role.MASTER) ? settings.node() : master;
    }

    /** A node that is not master itself hears another. */
    void heard(Advertisement advertisement, long nowNanos) {
        if (advertisement.role() == Role.MASTER) {
            masterHeard(nowNanos);
        } else if (advertisement.node().equals(master)) {
            gaveUp(advertisement, nowNanos);
        } else if (master.isEmpty()) {
            candidacy.hastenListening(nowNanos);
        }
    }

    void masterHeard(long nowNanos) {
        master = peers.master(nowNanos).map(Advertisement::node).orElse("");
        standing.forgetSuccessor();
        candidacy.masterHeard(master, nowNanos);
    }

    /** This node was master and steps down for another. */
    void gaveWay(long nowNanos) {
        gaveWayNanos = nowNanos;
        masterHeard(nowNanos);
    }

    private void gaveUp(Advertisement advertisement, long nowNanos) {
        String why = advertisement.node() + GAVE_UP;
        // Who gives way to this node, which has just given way itself, hands nothing over.
        boolean named =
                settings.node().equals(advertisement.successor()) && nowNanos - gaveWayNanos > settings.silenceNanos();
        if (named && standing.is(Role.BACKUP) && !candidacy.listening()) {
            master = "";
            forerunner = peers.wasAtItsBest(advertisement.node()) ? advertisement.node() : "";
            candidacy.claim(why + " to this node", latestClaim(advertisement.node()), nowNanos);
        } else {
            masterGone(advertisement.node(), why, advertisement.successor(), nowNanos);
        }
    }

    /** @param why this node claims the addresses if they were that node's */
    void peerGone(String node, String why, long nowNanos) {
        if (node.equals(master)) {
            masterGone(node, why, "", nowNanos);
        } else if (standing.is(Role.BACKUP) && master.isEmpty()) {
            candidacy.hastenListening(nowNanos);
        }
    }

    /** The best backup goes at once: it hears everyone, so it knows; the others give it the time to. */
    private void masterGone(String who, String why, String named, long nowNanos) {
        master = peers.master(nowNanos).map(Advertisement::node).orElse("");
        if (!master.isEmpty() || !standing.is(Role.BACKUP)) {
            return;
        }
        int ahead = peers.ahead(standing.self(), who, nowNanos);
        if (candidacy.listening() || !named.isEmpty()) {
            candidacy.await(standing.masterDownNanos(), why + " and nobody followed", nowNanos);
        } else if (ahead == 0) {
            candidacy.claim(why, latestClaim(who), nowNanos);
        } else {
            candidacy.awaitTurn(ahead, why, nowNanos);
        }
    }

    /** Whether nobody has claimed the addresses after that master did: what becomes of it says nothing of a later one. */
    private boolean latestClaim(String node) {
        return standing.highestTerm() <= peers.claimedTerm(node);
    }

    /**
     * This node is master from now on.
     *
     * @return who named it its successor, or empty
     */
    String succeeded() {
        String before = forerunner;
        forerunner = "";
        master = "";
        return before;
    }
}
