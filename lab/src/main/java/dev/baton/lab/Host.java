package dev.baton.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One machine of the lab: a network namespace with an interface {@value #INTERFACE} on the common LAN. */
public final class Host {
    /** The name of every host's interface on the service LAN. */
    public static final String INTERFACE = "eth0";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Lab lab;
    private final String name;
    private final String namespace;

    Host(Lab lab, String name, String namespace) {
        this.lab = lab;
        this.name = name;
        this.namespace = namespace;
    }

    public String name() {
        return name;
    }

    /** The name that {@code ip netns} knows it by. */
    public String namespace() {
        return namespace;
    }

    /** Runs a command in this host to its end, which must come within 30 s. */
    public ExecResult exec(String... command) {
        return exec(Commands.DEFAULT_TIMEOUT, command);
    }

    /** Runs a command in this host to its end. */
    public ExecResult exec(Duration timeout, String... command) {
        return Commands.exec(inside(List.of(command)), timeout);
    }

    /** Starts a program in this host; the lab ends it when it is closed. */
    public RunningProgram start(Path log, String... command) {
        return start(log, List.of(command));
    }

    /** Starts a program in this host; the lab ends it when it is closed. */
    public RunningProgram start(Path log, List<String> command) {
        String title = Path.of(command.getFirst()).getFileName() + " in " + name;
        return lab.keep(RunningProgram.start(title, inside(command), log));
    }

    /** Pulls the cable: the host sees its carrier go, as with a dead switch port. */
    public void linkDown() {
        linkDown(INTERFACE);
    }

    /** Puts the cable back. */
    public void linkUp() {
        linkUp(INTERFACE);
    }

    /** Gives the host an interface on another network: that of all hosts which have an interface of this name. */
    public void attach(String interfaceName, String cidr) {
        lab.attach(this, interfaceName, cidr);
    }

    /** Pulls the cable of one interface. */
    public void linkDown(String interfaceName) {
        lab.setPort(name, interfaceName, "down");
    }

    /** Puts the cable of one interface back. */
    public void linkUp(String interfaceName) {
        lab.setPort(name, interfaceName, "up");
    }

    /** The switch forwards nothing to or from this host on the service LAN, but the carrier stays: no event tells of it. */
    public void cutOff() {
        cutOff(INTERFACE);
    }

    /** Undoes {@link #cutOff()}. */
    public void reconnect() {
        reconnect(INTERFACE);
    }

    /** The switch forwards nothing to or from one interface of this host, but its carrier stays. */
    public void cutOff(String interfaceName) {
        lab.forward(name, interfaceName, false);
    }

    /** Undoes {@link #cutOff(String)}. */
    public void reconnect(String interfaceName) {
        lab.forward(name, interfaceName, true);
    }

    /** Takes the interface down in the host itself, which also flushes its IPv6 addresses. */
    public void adminDown() {
        Commands.exec("ip", "-n", namespace, "link", "set", INTERFACE, "down").orThrow();
    }

    /** Undoes {@link #adminDown()}. */
    public void adminUp() {
        Commands.exec("ip", "-n", namespace, "link", "set", INTERFACE, "up").orThrow();
    }

    /** All addresses of all interfaces, loopback included. */
    public List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        for (JsonNode link : ipJson("addr")) {
            for (JsonNode info : link.path("addr_info")) {
                String ip = info.path("local").asText();
                addresses.add(new Address(
                        ip, info.path("prefixlen").asInt(), link.path("ifname").asText()));
            }
        }
        return addresses;
    }

    /** Whether this very address, without prefix length, is on any interface. */
    public boolean owns(String ip) {
        return addresses().stream().anyMatch(address -> address.ip().equals(ip));
    }

    /** The link-layer address that this host knows for a neighbour. */
    public Optional<String> neighbour(String ip) {
        for (JsonNode entry : ipJson("neigh")) {
            if (entry.path("dst").asText().equals(ip) && entry.has("lladdr")) {
                return Optional.of(entry.path("lladdr").asText());
            }
        }
        return Optional.empty();
    }

    private JsonNode ipJson(String object) {
        String out =
                Commands.exec("ip", "-j", "-n", namespace, object).orThrow().out();
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new LabException("`ip -j %s` in %s printed no JSON: %s".formatted(object, name, out), e);
        }
    }

    private List<String> inside(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }
}
