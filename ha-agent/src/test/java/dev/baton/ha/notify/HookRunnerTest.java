package dev.baton.ha.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookRunnerTest {

    @TempDir
    private Path directory;

    @Test
    void theProgramOfEachRoleFindsItsVariables() throws IOException {
        try (HookRunner runner = start(
                Optional.of(program("up", "env | grep ^BATON_ | sort > told")), Optional.empty(), Optional.empty())) {
            runner.tell(new RoleChange("web", Role.BACKUP, Role.MASTER, 7, "lb1 died"));
        }
        assertThat(Files.readAllLines(directory.resolve("told")))
                .containsExactly(
                        "BATON_ADDRESSES=10.9.0.100/24 fd00:9::100/64",
                        "BATON_GROUP=web",
                        "BATON_NODE=lb2",
                        "BATON_PREVIOUS_ROLE=BACKUP",
                        "BATON_REASON=lb1 died",
                        "BATON_ROLE=MASTER",
                        "BATON_TERM=7");
    }

    @Test
    void changesThatComeDuringARunBecomeOneAndTheLastIsNotLost() throws IOException {
        Path gate = directory.resolve("gate");
        Path log =
                program("note", "echo $BATON_PREVIOUS_ROLE $BATON_ROLE >> told; [ $BATON_ROLE != MASTER ] || cat gate");
        fifo(gate);
        try (HookRunner runner = start(Optional.of(log), Optional.of(log), Optional.of(log))) {
            runner.tell(new RoleChange("web", Role.BACKUP, Role.MASTER, 1, "first"));
            // Opening the gate for writing returns once the program reads it: it is running now.
            try (var _ = Files.newOutputStream(gate)) {
                runner.tell(new RoleChange("web", Role.MASTER, Role.FAULT, 1, "second"));
                runner.tell(new RoleChange("web", Role.FAULT, Role.BACKUP, 1, "third"));
            }
        }
        assertThat(Files.readAllLines(directory.resolve("told"))).containsExactly("BACKUP MASTER", "MASTER BACKUP");
    }

    @Test
    void aMasterThatStopsUndoesWhatOnMasterDidAndABackupDoesNot() {
        Path undo = Path.of("/undo");
        Hooks hooks = new Hooks(Optional.empty(), Optional.of(undo), Optional.empty(), Duration.ofSeconds(1));
        assertThat(hooks.program(new RoleChange("web", Role.MASTER, Role.INIT, 1, "stopped")))
                .contains(undo);
        assertThat(hooks.program(new RoleChange("web", Role.BACKUP, Role.INIT, 1, "stopped")))
                .isEmpty();
    }

    private HookRunner start(Optional<Path> master, Optional<Path> backup, Optional<Path> fault) {
        return HookRunner.start(
                "lb2",
                "web",
                List.of("10.9.0.100/24", "fd00:9::100/64"),
                new Hooks(master, backup, fault, Duration.ofSeconds(10)));
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\ncd " + directory + "\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private static void fifo(Path path) throws IOException {
        Process made = new ProcessBuilder("mkfifo", path.toString()).start();
        assertThat(made.onExit().join().exitValue()).isZero();
    }
}
