package dev.baton.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** One container with an address of its own on the cluster's network. */
final class Machine implements AutoCloseable {

    static final String IMAGE = "baton-test/node:latest";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final String address;
    private final GenericContainer<?> container;

    private Machine(String name, String address, GenericContainer<?> container) {
        this.name = name;
        this.address = address;
        this.container = container;
    }

    /** A container that runs {@code command}, or Baton if there is none. */
    static Machine create(String name, String address, Network network, String... command) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withNetwork(network)
                .withCreateContainerCmdModifier(create -> {
                    create.withHostName(name).withIpv4Address(address);
                    // A node that forwards would serve an address that it has given away, and hide that nobody was
                    // told.
                    Objects.requireNonNull(create.getHostConfig())
                            .withCapAdd(Capability.NET_ADMIN, Capability.NET_RAW, Capability.SYS_NICE)
                            .withSysctls(Map.of("net.ipv4.ip_forward", "0"));
                    if (command.length > 0) {
                        create.withEntrypoint(command).withCmd();
                    }
                });
        return new Machine(name, address, container);
    }

    Machine with(String path, String content) {
        container.withCopyToContainer(Transferable.of(content, 0640), path);
        return this;
    }

    /** Writes a file of one that was started once, whether it runs or not. */
    void write(String path, String content) {
        container.copyFileToContainer(Transferable.of(content, 0640), path);
    }

    void start() {
        container.start();
    }

    String name() {
        return name;
    }

    String id() {
        return container.getContainerId();
    }

    String log() {
        return container.getLogs();
    }

    boolean isRunning() {
        return Boolean.TRUE.equals(
                docker().inspectContainerCmd(id()).exec().getState().getRunning());
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(
                docker().inspectContainerCmd(id()).exec().getState().getPaused());
    }

    void kill() {
        docker().killContainerCmd(id()).exec();
    }

    /** Ends it in good order, as {@code docker stop} does. */
    void stop() {
        docker().stopContainerCmd(id()).withTimeout(20).exec();
    }

    void startAgain() {
        docker().startContainerCmd(id()).exec();
    }

    void pause() {
        docker().pauseContainerCmd(id()).exec();
    }

    void unpause() {
        docker().unpauseContainerCmd(id()).exec();
    }

    void disconnect(Network network) {
        docker().disconnectFromNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .exec();
    }

    void connect(Network network) {
        docker().connectToNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .withContainerNetwork(
                        new ContainerNetwork().withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    /** Whether the kernel has the address; no for one that does not run. */
    boolean owns(String address) {
        return isRunning()
                && !isPaused()
                && !run("ip", "-o", "addr", "show", "to", address + "/32")
                        .getStdout()
                        .isBlank();
    }

    /** What {@code baton status} says on it; an empty object where it cannot be asked. */
    JsonNode status() {
        if (!isRunning() || isPaused()) {
            return JSON.createObjectNode();
        }
        ExecResult result = run("baton", "status", "-o", "json");
        try {
            return result.getExitCode() > 1 ? JSON.createObjectNode() : JSON.readTree(result.getStdout());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " answers what is no JSON: " + result.getStdout(), e);
        }
    }

    ExecResult run(String... command) {
        try {
            return container.execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ran " + String.join(" ", command), e);
        }
    }

    @Override
    public void close() {
        container.close();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }
}
