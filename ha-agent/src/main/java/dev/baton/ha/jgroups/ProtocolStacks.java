package dev.baton.ha.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.MessageSeal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UDP;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;

/** The JGroups protocols in use and their settings, from the network up. */
final class ProtocolStacks {

    /** Where datagrams arrive, and with {@code transport: tcp} connections. */
    static final int TRANSPORT_PORT = 7800;

    private static final long RETRANSMIT_MILLIS = 100;

    // Several nodes may share an address in tests; a real node takes the first port.
    private static final int PORT_RANGE = 30;

    // What Linux grants by default (net.core.rmem_max, wmem_max): asking for more only brings a warning.
    private static final int BUFFER_BYTES = 200_000;

    // JGroups bundles up to 64,000 bytes; without a limit a stranger's first four bytes are how much memory it gets.
    private static final int MAX_TCP_MESSAGE_BYTES = 1 << 18;

    private ProtocolStacks() {}

    static List<Protocol> create(
            InterconnectConfig config, PresenceDetector detector, Rejections rejections, TransportThreads threads)
            throws Exception {
        List<Protocol> stack = new ArrayList<>();
        stack.add(transport(config, new Doorkeeper(config, rejections))
                .useVirtualThreads(false)
                .setThreadFactory(threads));
        config.secret()
                .ifPresent(secret ->
                        stack.add(new SealProtocol(new MessageSeal(config.clusterName(), secret), rejections)));
        stack.add(discovery(config));
        // A healed partition is one cluster again in half a second, for one small message each 0.1 s.
        stack.add(new MERGE3().setMinInterval(50).setMaxInterval(150).setCheckInterval(300));
        // Not what a failover waits for: heartbeats and presence are our own. It only ends waiting for the dead.
        stack.add(new FD_ALL3().setTimeout(1000).setInterval(250));
        stack.add(new VERIFY_SUSPECT2().setTimeout(50));
        stack.add(detector);
        // After a partition the other side is heard before it is merged: no news.
        stack.add(new NAKACK4().logDiscardMessages(false));
        // What could not be delivered is what the session state waits for when a partition has healed.
        stack.add(new UNICAST4().setXmitInterval(RETRANSMIT_MILLIS));
        stack.add(membership());
        stack.add(new FRAG4());
        return stack;
    }

    private static TP transport(InterconnectConfig config, Doorkeeper doorkeeper) throws Exception {
        TP transport = switch (config.transport()) {
            case UDP -> udp(config, new GuardedUdp(doorkeeper));
            case TCP ->
                new GuardedTcp(doorkeeper)
                        .setMaxSendBuffers(32)
                        .setMaxLength(MAX_TCP_MESSAGE_BYTES)
                        .setBindPort(TRANSPORT_PORT)
                        .setPortRange(0);
        };
        transport.setBindAddress(config.bindAddress());
        transport.setDiagnosticsHandler(
                new DiagnosticsHandler(null, transport.getSocketFactory(), transport.getThreadFactory())
                        .setEnabled(false));
        return transport;
    }

    private static UDP udp(InterconnectConfig config, UDP udp) throws UnknownHostException {
        byte[] hash = sha256(config.clusterName());
        udp.setMulticastAddress(multicastGroup(config.bindAddress(), hash))
                .setMulticastPort(multicastPort(hash))
                .setBindPort(TRANSPORT_PORT)
                .setPortRange(PORT_RANGE);
        // Nodes of one cluster share a LAN: a floating IP cannot move across a router.
        udp.setIpTTL(1);
        udp.setMcastRecvBufSize(BUFFER_BYTES).setUcastRecvBufSize(BUFFER_BYTES);
        udp.setMcastSendBufSize(BUFFER_BYTES).setUcastSendBufSize(BUFFER_BYTES);
        return udp;
    }

    /** A group of its own for each cluster: 239.255.0.0/16 is for local use (RFC 2365 section 6.1). */
    private static InetAddress multicastGroup(InetAddress bindAddress, byte[] hash) throws UnknownHostException {
        if (bindAddress instanceof Inet6Address) {
            byte[] group = new byte[16];
            // ff15: a transient group of site-local scope (RFC 4291 section 2.7). Link-local would need an interface
            // with every use; the hop limit keeps it on the link.
            group[0] = (byte) 0xFF;
            group[1] = 0x15;
            System.arraycopy(hash, 0, group, 12, 4);
            return InetAddress.getByAddress(group);
        }
        return InetAddress.getByAddress(new byte[] {(byte) 239, (byte) 255, hash[0], hash[1]});
    }

    /** From 20000 to 29999: below the range from which Linux takes ports for outgoing connections. */
    private static int multicastPort(byte[] hash) {
        return 20_000 + (((hash[2] & 0xFF) << 8) | (hash[3] & 0xFF)) % 10_000;
    }

    private static Protocol discovery(InterconnectConfig config) {
        return switch (config.transport()) {
            case UDP -> new PING();
            case TCP -> new TCPPING().setInitialHosts(hosts(config)).setPortRange(0);
        };
    }

    private static Collection<InetSocketAddress> hosts(InterconnectConfig config) {
        return config.nodes().values().stream()
                .map(address -> new InetSocketAddress(address, TRANSPORT_PORT))
                .toList();
    }

    private static GMS membership() {
        // Shorter join timeouts made members that started together miss each other.
        return new GMS()
                .setJoinTimeout(200)
                .setMaxJoinAttempts(3)
                .setLeaveTimeout(150)
                .setMergeTimeout(1000)
                .setViewAckCollectionTimeout(250)
                .printLocalAddress(false)
                .logViewWarnings(false);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
