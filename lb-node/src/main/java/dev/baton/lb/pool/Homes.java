package dev.baton.lb.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.affinity.Affinities;
import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.affinity.KeyHasher;
import dev.baton.lb.config.AffinityConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the clients of one backend belong, in the table of all. May be used by any thread. */
public final class Homes {

    private final String backend;
    private final AffinityConfig.Kept kind;
    private final String what;
    private final KeyHasher hasher;
    private final Affinities table;

    /** @param backend the name of the backend */
    public Homes(String backend, AffinityConfig.Kept kind, KeyHasher hasher, Affinities table) {
        this.backend = backend;
        this.kind = kind;
        this.what = what(kind);
        this.hasher = hasher;
        this.table = table;
    }

    /** Two backends, kinds or names don't share clients, nor does a backend whose configuration has changed. */
    private static String what(AffinityConfig.Kept kind) {
        return switch (kind) {
            case AffinityConfig.Learned learned -> "cookie " + learned.name();
            case AffinityConfig.Header header -> "header " + header.name();
            case AffinityConfig.Query query -> "query " + query.name();
            case AffinityConfig.Source source -> "source " + source.ipv4Prefix() + " " + source.ipv6Prefix();
            case AffinityConfig.Sni _ -> "sni";
        };
    }

    /** What a client is known by that shows this value. */
    public AffinityKey key(byte[] value) {
        return hasher.key(backend, what, value);
    }

    /**
     * What a client is known by at this address.
     *
     * @throws IllegalStateException if clients aren't known by their addresses
     */
    public AffinityKey key(InetAddress address) {
        if (!(kind instanceof AffinityConfig.Source source)) {
            throw new IllegalStateException("clients of backend " + backend + " are not known by their addresses");
        }
        int bits = address instanceof Inet4Address ? source.ipv4Prefix() : source.ipv6Prefix();
        return key(network(address.getAddress(), bits));
    }

    /**
     * As {@link #key(byte[])}, of what an operator writes.
     *
     * @throws IllegalArgumentException if that is nothing that a client can be known by
     */
    public AffinityKey keyOf(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty value is nobody's: such clients are balanced as any other");
        }
        return switch (kind) {
            case AffinityConfig.Source source -> key(client(text, source));
            case AffinityConfig.Sni _ -> key(name(text).getBytes(UTF_8));
            case AffinityConfig.Learned _, AffinityConfig.Header _, AffinityConfig.Query _ -> key(text.getBytes(UTF_8));
        };
    }

    /** The address of a client, or of the network that the backend takes for one client. */
    private static InetAddress client(String text, AffinityConfig.Source source) {
        IpPrefix client = IpPrefix.parse(text);
        boolean ipv6 = client.isIpv6();
        int bits = ipv6 ? source.ipv6Prefix() : source.ipv4Prefix();
        if (text.indexOf('/') >= 0 && client.length() != bits && client.length() != (ipv6 ? 128 : 32)) {
            throw new IllegalArgumentException("\"" + text + "\": the backend knows its clients by networks of /" + bits
                    + "; write an address, or such a network");
        }
        return client.address();
    }

    /** As a client's first message has it by the time it is looked for. */
    private static String name(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static byte[] network(byte[] address, int bits) {
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            address[i] &= (byte) (0xff << (8 - kept));
        }
        return address;
    }

    /** The name of the server that a client belongs to; null when none is known. */
    public @Nullable String serverOf(AffinityKey key) {
        return table.serverOf(key);
    }

    /** From now on the client belongs to the server. To be called with every use. */
    public void put(AffinityKey key, Server server) {
        table.put(backend, key, server.name(), kind.ttl());
    }
}
