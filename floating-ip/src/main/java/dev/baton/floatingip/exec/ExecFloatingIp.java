package dev.baton.floatingip.exec;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Calls {@code PROGRAM bind|release|announce GROUP ADDRESS INTERFACE}, the address without a prefix length. Exit status
 * 0 is success; what the program prints goes into the message of a failure.
 *
 * <p>Nobody keeps a lease for such an address, so {@link #renew} only tells whether it was bound and not released here.
 * Unlike a kernel call a program takes its time: bind, release and announce block up to the timeout.
 */
public final class ExecFloatingIp implements FloatingIp {

    private final Path program;
    private final Duration timeout;
    private final Function<FloatingAddress, String> group;
    private final Set<FloatingAddress> bound = new HashSet<>();

    /**
     * @param program an executable file
     * @param timeout after which the program is killed and the operation has failed
     * @param group the name of the group that an address belongs to
     */
    public ExecFloatingIp(Path program, Duration timeout, Function<FloatingAddress, String> group) {
        this.program = requireNonNull(program, "program is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.group = requireNonNull(group, "group is null");
    }

    @Override
    public void bind(FloatingAddress address, Duration lease) throws FloatingIpException {
        run("bind", address);
        bound.add(address);
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) {
        return holds(address) ? Renewal.HELD : Renewal.GONE;
    }

    @Override
    public boolean release(FloatingAddress address) throws FloatingIpException {
        run("release", address);
        return bound.remove(address);
    }

    @Override
    public boolean holds(FloatingAddress address) {
        return bound.contains(address);
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        if (!holds(address)) {
            throw new FloatingIpException("announce " + address + " failed: the address is not held any more", 0);
        }
        run("announce", address);
    }

    private void run(String operation, FloatingAddress address) throws FloatingIpException {
        String ip = address.prefix().address().getHostAddress();
        List<String> command =
                List.of(program.toString(), operation, group.apply(address), ip, address.interfaceName());
        BoundedProgram.Outcome outcome = new BoundedProgram(command, Map.of(), timeout).run();
        if (!outcome.good()) {
            throw failure(operation, address, outcome.words());
        }
    }

    private FloatingIpException failure(String operation, FloatingAddress address, String what) {
        return new FloatingIpException(
                "%s %s failed: %s %s; run it by hand: %s %s %s %s %s"
                        .formatted(
                                operation,
                                address,
                                program,
                                what,
                                program,
                                operation,
                                group.apply(address),
                                address.prefix().address().getHostAddress(),
                                address.interfaceName()),
                0);
    }

    @Override
    public void close() {
        bound.clear();
    }
}
