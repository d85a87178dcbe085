package dev.baton.floatingip.exec;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Calls {@code PROGRAM bind|release|announce GROUP ADDRESS INTERFACE}, the address without a prefix length. Exit status
 * 0 is success; what the program prints goes into the message of a failure.
 *
 * <p>A program takes its time, and whoever calls here has none: each call returns at once and the program runs in the
 * background, one call after the other for an address. An address counts as held from {@link #bind} on; a bind that
 * fails is told by the next {@link #renew} or {@link #announce}. Nobody keeps a lease for such an address: it is up to
 * the program that it can be in one place only.
 */
public final class ExecFloatingIp implements FloatingIp {

    private final Path program;
    private final Duration timeout;
    private final String group;
    private final Executor background;
    private final Consumer<String> complaints;
    private final Map<FloatingAddress, AddressProgram> programs = new ConcurrentHashMap<>();

    /**
     * @param program an executable file
     * @param timeout after which the program is killed and the operation has failed
     * @param group the name of the group that the addresses belong to
     * @param complaints hears of each failure, in the background
     */
    public ExecFloatingIp(Path program, Duration timeout, String group, Consumer<String> complaints) {
        this(program, timeout, group, complaints, Thread::startVirtualThread);
    }

    ExecFloatingIp(Path program, Duration timeout, String group, Consumer<String> complaints, Executor background) {
        this.program = requireNonNull(program, "program is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.group = requireNonNull(group, "group is null");
        this.complaints = requireNonNull(complaints, "complaints is null");
        this.background = background;
    }

    @Override
    public void bind(FloatingAddress address, Duration lease) {
        of(address).bind();
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) throws FloatingIpException {
        requireNoFailure(address);
        return holds(address) ? Renewal.HELD : Renewal.GONE;
    }

    /** The program is called unless it was told to release the address last. */
    @Override
    public boolean release(FloatingAddress address) {
        return of(address).release();
    }

    @Override
    public boolean holds(FloatingAddress address) {
        return of(address).isBound();
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        requireNoFailure(address);
        if (!holds(address)) {
            throw new FloatingIpException("announce " + address + " failed: the address is not held any more", 0);
        }
        of(address).announce();
    }

    private void requireNoFailure(FloatingAddress address) throws FloatingIpException {
        String failure = of(address).failure();
        if (!failure.isEmpty()) {
            throw new FloatingIpException(failure, 0);
        }
    }

    private AddressProgram of(FloatingAddress address) {
        return programs.computeIfAbsent(
                address, _ -> new AddressProgram(operation -> run(operation, address), background, complaints));
    }

    private Optional<String> run(AddressProgram.Operation operation, FloatingAddress address) {
        String word = operation.name().toLowerCase(Locale.ROOT);
        List<String> command = List.of(
                program.toString(), word, group, IpText.of(address.prefix().address()), address.interfaceName());
        BoundedProgram.Outcome outcome = new BoundedProgram(command, Map.of(), timeout).run();
        return outcome.good()
                ? Optional.empty()
                : Optional.of("%s %s failed: %s %s; run it by hand: %s"
                        .formatted(word, address, program, outcome.words(), String.join(" ", command)));
    }

    /** Returns when the program is through with what it was told, at most after the time for two calls. */
    @Override
    public void close() {
        try {
            for (AddressProgram each : programs.values()) {
                each.awaitIdle(timeout.multipliedBy(2));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
