package dev.baton.ha.track;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks for a process by its name, as {@code pgrep -x} does. The name is the kernel's {@code comm}: the first 15 bytes
 * of the executable's (TASK_COMM_LEN in include/linux/sched.h).
 */
public final class ProcessProbe implements Probe {

    private static final int COMM_LENGTH = 15;

    private final Path proc;
    private final String process;

    /** @param process the name of the executable; of a longer one the first 15 bytes count */
    public ProcessProbe(String process) {
        this(Path.of("/proc"), process);
    }

    ProcessProbe(Path proc, String process) {
        this.proc = proc;
        this.process = requireNonNull(process, "process is null");
    }

    @Override
    public Finding look() {
        String comm = process.substring(0, Math.min(process.length(), COMM_LENGTH));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path each : processes) {
                if (runningAs(each).filter(comm::equals).isPresent()) {
                    return Finding.GOOD;
                }
            }
            return Finding.bad("no process \"" + process + "\" runs");
        } catch (IOException | DirectoryIteratorException e) {
            return Finding.bad(proc + " cannot be read: " + e.getMessage());
        }
    }

    /** proc(5), {@code stat}: {@code pid (comm) state ...}; a comm may hold blanks and parentheses itself. */
    private static Optional<String> runningAs(Path process) {
        String stat;
        try {
            stat = new String(Files.readAllBytes(process.resolve("stat")), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return Optional.empty(); // It has ended since the directory was read.
        }
        int end = stat.lastIndexOf(')');
        boolean dead = stat.startsWith(" Z", end + 1) || stat.startsWith(" X", end + 1);
        return end < 0 || dead ? Optional.empty() : Optional.of(stat.substring(stat.indexOf('(') + 1, end));
    }
}
