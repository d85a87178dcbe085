package dev.baton.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An {@link OutageClient} that runs in a host of the lab, in a JVM of its own. */
public final class OutageProbe implements AutoCloseable {
    /** As fast as the tightest promise needs; 500 connections a second. */
    public static final Duration INTERVAL = Duration.ofMillis(2);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningProgram program;
    private int marks;
    private int steadies;

    private OutageProbe(RunningProgram program) {
        this.program = program;
    }

    /** Starts asking every {@link #INTERVAL} and returns after the first good answer. */
    public static OutageProbe start(Lab lab, Host host, URI uri) {
        return start(lab, host, uri, INTERVAL);
    }

    /** Starts asking every interval (whole milliseconds) and returns after the first good answer. */
    public static OutageProbe start(Lab lab, Host host, URI uri, Duration interval) {
        List<String> command = new ArrayList<>(LabPrograms.java(OutageClient.class, "-Xms256m", "-Xmn192m"));
        command.addAll(List.of(uri.toString(), String.valueOf(interval.toMillis()), "X-Server"));
        RunningProgram program = host.start(
                lab.directory().resolve("client-" + host.name() + "-" + System.nanoTime() + ".log"), command);
        program.awaitLine("^ready$", PATIENCE);
        preferLoop(program.pid());
        return new OutageProbe(program);
    }

    /**
     * Before all others: a client that has to wait for a core takes its own wait for an outage, and it waits too while its
     * memory is tidied. The compiler of its JVM has no claim to the nodes' cores.
     */
    private static void preferLoop(long pid) {
        for (String name : List.of(OutageClient.LOOP, "VM Thread")) {
            for (long thread : Threads.named(pid, name)) {
                Commands.exec("renice", "-n", "-10", "-p", String.valueOf(thread))
                        .orThrow();
            }
        }
    }

    /** Ends the measuring window, begins a new one, and returns what was seen in the old one. */
    public WindowResult mark() {
        program.send("mark");
        return window(++marks);
    }

    /** Waits until 50 requests in a row, counted from this call, were answered well. */
    public void awaitSteady(Duration timeout) {
        program.send("steady");
        program.awaitLine("^steady " + ++steadies + "$", timeout);
    }

    /** The client program, for its log. */
    public RunningProgram program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }

    private WindowResult window(int number) {
        String line = program.awaitLine("^\\{\"window\":" + number + ",", PATIENCE);
        try {
            return JSON.readValue(line, WindowResult.class);
        } catch (JsonProcessingException e) {
            throw new LabException("the outage client printed no result: " + line, e);
        }
    }
}
