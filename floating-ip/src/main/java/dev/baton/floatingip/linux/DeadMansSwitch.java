package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child process ({@code deadman.c}) that deletes our addresses when this process ends, however it ends. It reads
 * from a pipe, and what is in the pipe when we die is read before the end-of-file is. Without it an address stays until
 * its lease is over, so its failures are told in the log and nowhere else.
 */
final class DeadMansSwitch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadMansSwitch.class);

    private final int life;
    private final Map<FloatingAddress, String> armed = new HashMap<>();
    private @Nullable Process child;

    private DeadMansSwitch(int life) {
        this.life = life;
    }

    /**
     * Starts the child in the network namespace of the calling thread.
     *
     * @param life only addresses with this metric are deleted
     */
    static DeadMansSwitch start(int life) {
        DeadMansSwitch started = new DeadMansSwitch(life);
        started.child = started.launch();
        return started;
    }

    /** A switch that never fires, for tools that leave no address behind. */
    static DeadMansSwitch none() {
        return new DeadMansSwitch(0);
    }

    /** To be called before the address is bound: a delete of an address that is not there does no harm. */
    void arm(FloatingAddress address, int interfaceIndex) {
        String entry = interfaceIndex + " " + address.prefix().address().getHostAddress();
        String before = armed.put(HostAddress.asBound(address), entry);
        if (entry.equals(before)) {
            return;
        }
        if (before != null) {
            tell('-', before); // The interface was made anew and has another index.
        }
        tell('+', entry);
    }

    /** To be called after the address is off the interface. */
    void disarm(FloatingAddress address) {
        String entry = armed.remove(HostAddress.asBound(address));
        if (entry != null) {
            tell('-', entry);
        }
    }

    private void tell(char sign, String entry) {
        Process running = child;
        if (running == null) {
            return;
        }
        if (running.isAlive() && write(running, sign + " " + entry + "\n")) {
            return;
        }
        log.warn("the dead man's switch (process {}) has died; starting another", running.pid());
        child = launch();
        if (child != null) {
            Process fresh = child;
            armed.values().forEach(known -> write(fresh, "+ " + known + "\n"));
        }
    }

    private static boolean write(Process process, String line) {
        try {
            OutputStream pipe = process.getOutputStream();
            pipe.write(line.getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private @Nullable Process launch() {
        Process process = null;
        try {
            Path program = NativeFile.extract("deadman-" + NativeFile.PROCESSOR);
            try {
                process = new ProcessBuilder(program.toString(), Integer.toString(life))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } finally {
                Files.delete(program); // It runs already, and nothing is left behind.
            }
            BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII);
            String answer = answers.readLine();
            answers.close();
            if ("ready".equals(answer)) {
                return process;
            }
            throw new IOException("it says " + answer);
        } catch (IOException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            log.warn(
                    "no dead man's switch ({}): if this process is killed, its addresses stay until their lease ends",
                    e.getMessage());
            return null;
        }
    }

    /** Ends the child, which deletes what is armed still. */
    @Override
    public void close() {
        Process running = child;
        child = null;
        if (running == null) {
            return;
        }
        try {
            running.getOutputStream().close();
            if (!running.waitFor(1, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (IOException _) {
            running.destroyForcibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
