package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/** Sends each address to the implementation that its group asks for. Closes them all. */
public final class FloatingIpDrivers implements FloatingIp {

    private final FloatingIp usual;
    private final Map<FloatingAddress, ? extends FloatingIp> others;

    /**
     * @param usual for all addresses but
     * @param others those that have another one
     */
    public FloatingIpDrivers(FloatingIp usual, Map<FloatingAddress, ? extends FloatingIp> others) {
        this.usual = requireNonNull(usual, "usual is null");
        this.others = Map.copyOf(others);
    }

    @Override
    public void bind(FloatingAddress address, Duration lease) throws FloatingIpException {
        of(address).bind(address, lease);
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) throws FloatingIpException {
        return of(address).renew(address, lease);
    }

    @Override
    public boolean release(FloatingAddress address) throws FloatingIpException {
        return of(address).release(address);
    }

    @Override
    public boolean holds(FloatingAddress address) throws FloatingIpException {
        return of(address).holds(address);
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        of(address).announce(address);
    }

    private FloatingIp of(FloatingAddress address) {
        FloatingIp other = others.get(address);
        return other == null ? usual : other;
    }

    @Override
    public void close() {
        others.values().stream().distinct().forEach(FloatingIp::close);
        usual.close();
    }
}
