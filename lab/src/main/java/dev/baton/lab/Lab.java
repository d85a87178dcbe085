package dev.baton.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A LAN of network namespaces that lives as long as this object. The bridge has a namespace of its own, so that the
 * packet filter which Docker puts on the host's bridges does not see the traffic. Names are unique per process and lab.
 * Closing it, or the end of the JVM by anything but SIGKILL, ends its programs and removes its namespaces and files.
 */
public final class Lab implements AutoCloseable {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String prefix;
    private final String lan;
    private final Path directory;
    private final List<String> namespaces = new ArrayList<>();
    private final Set<String> networks = new HashSet<>(Set.of(Host.INTERFACE));
    private final List<RunningProgram> programs = new ArrayList<>();
    private final Thread shutdownHook = new Thread(this::tearDown, "lab-cleanup");
    private boolean closed;

    private Lab(String prefix, Path directory) {
        this.prefix = prefix;
        this.lan = prefix + "-lan";
        this.directory = directory;
    }

    /** Raises an empty LAN. Needs root; {@link #requirements()} says what else. */
    public static Lab create() {
        int number = COUNTER.incrementAndGet();
        // The first lab of a process, the usual case, gets the short name.
        String prefix = "bt" + ProcessHandle.current().pid() + (number == 1 ? "" : "x" + number);
        Lab lab;
        try {
            lab = new Lab(prefix, Files.createTempDirectory("baton-lab-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(lab.shutdownHook);
        try {
            lab.raiseLan();
        } catch (LabException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    /** What this machine lacks to host a lab, one sentence each; empty when it can. */
    public static List<String> requirements() {
        return Requirements.missing();
    }

    /** Where logs and other files of this run go; removed on close. */
    public Path directory() {
        return directory;
    }

    /** Adds a host with an IPv4 address, for example {@code 10.9.0.1/24}. */
    public Host host(String name, String cidr4) {
        Host host = raiseHost(name);
        ip(host, "addr", "add", cidr4, "dev", Host.INTERFACE);
        return host;
    }

    /** Adds a host with an IPv4 and an IPv6 address, for example {@code fd00:9::1/64}. */
    public Host host(String name, String cidr4, String cidr6) {
        Host host = host(name, cidr4);
        ip(host, "addr", "add", cidr6, "dev", Host.INTERFACE);
        return host;
    }

    /** Ends all programs, removes all namespaces and files. Does nothing the second time. */
    @Override
    public void close() {
        tearDown();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException _) {
            // The JVM is going down: the hook runs or has run.
        }
    }

    synchronized RunningProgram keep(RunningProgram program) {
        programs.removeIf(known -> !known.isAlive());
        programs.add(program);
        return program;
    }

    void setPort(String host, String interfaceName, String state) {
        Commands.exec("ip", "-n", lan, "link", "set", "dev", port(host, interfaceName), state)
                .orThrow();
    }

    void forward(String host, String interfaceName, boolean forward) {
        List<String> command =
                new ArrayList<>(List.of("ip", "-n", lan, "link", "set", "dev", port(host, interfaceName)));
        command.addAll(forward ? List.of("master", bridge(interfaceName)) : List.of("nomaster"));
        Commands.exec(command, Commands.DEFAULT_TIMEOUT).orThrow();
    }

    private void raiseLan() {
        addNamespace(lan);
        raiseBridge(Host.INTERFACE);
    }

    /** A network is named like the interfaces that lead to it. */
    private void raiseBridge(String interfaceName) {
        Commands.exec("ip", "-n", lan, "link", "add", bridge(interfaceName), "type", "bridge", "mcast_snooping", "0")
                .orThrow();
        Commands.exec("ip", "-n", lan, "link", "set", bridge(interfaceName), "up")
                .orThrow();
    }

    private static String bridge(String interfaceName) {
        return "br-" + interfaceName;
    }

    private static String port(String host, String interfaceName) {
        return interfaceName.equals(Host.INTERFACE) ? host : host + "-" + interfaceName;
    }

    /** Gives a host a second interface, on a network of those that have one of that name. */
    synchronized void attach(Host host, String interfaceName, String cidr) {
        if (networks.add(interfaceName)) {
            raiseBridge(interfaceName);
        }
        plug(host, interfaceName);
        ip(host, "addr", "add", cidr, "dev", interfaceName);
    }

    private void plug(Host host, String interfaceName) {
        String port = port(host.name(), interfaceName);
        ip(host, "link", "add", interfaceName, "type", "veth", "peer", "name", port, "netns", lan);
        Commands.exec("ip", "-n", lan, "link", "set", "dev", port, "master", bridge(interfaceName), "up")
                .orThrow();
        ip(host, "link", "set", interfaceName, "up");
    }

    private Host raiseHost(String name) {
        Host host = new Host(this, name, prefix + "-" + name);
        addNamespace(host.namespace());
        ip(host, "link", "set", "lo", "up");
        plug(host, Host.INTERFACE);
        return host;
    }

    /** A host that forwarded would hide a takeover without announcement; one that did DAD would delay it. */
    private synchronized void addNamespace(String namespace) {
        if (closed) {
            throw new LabException("the lab is closed");
        }
        namespaces.add(namespace);
        Commands.exec("ip", "netns", "add", namespace).orThrow();
        String settings = "cd /proc/sys/net && echo 0 > ipv4/ip_forward && if [ -d ipv6 ]; then"
                + " echo 0 > ipv6/conf/all/accept_dad && echo 0 > ipv6/conf/default/accept_dad; fi";
        Commands.exec("ip", "netns", "exec", namespace, "sh", "-c", settings).orThrow();
    }

    private static void ip(Host host, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", host.namespace()));
        command.addAll(List.of(arguments));
        Commands.exec(command, Commands.DEFAULT_TIMEOUT).orThrow();
    }

    private synchronized void tearDown() {
        if (closed) {
            return;
        }
        closed = true;
        programs.forEach(RunningProgram::close);
        for (String namespace : namespaces) {
            killLeftovers(namespace);
            Commands.exec("ip", "netns", "del", namespace);
        }
        deleteFiles();
    }

    /** Children of programs, such as nginx workers, outlive a killed parent; whoever is in our namespace is ours. */
    private static void killLeftovers(String namespace) {
        String script = "while pids=$(ip netns pids " + namespace + ") && [ -n \"$pids\" ]; do kill -KILL $pids; done";
        Commands.exec("sh", "-c", script);
    }

    private void deleteFiles() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new LabException("cannot remove %s: %s".formatted(directory, e.getMessage()), e);
        }
    }
}
