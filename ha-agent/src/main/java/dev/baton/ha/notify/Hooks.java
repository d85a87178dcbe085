package dev.baton.ha.notify;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The programs of one group.
 *
 * @param onMaster run when this node has become MASTER
 * @param onBackup run when this node has become BACKUP, and when a MASTER stops: it undoes what {@code onMaster} did
 * @param onFault run when this node is in FAULT
 * @param timeout after which a program is killed together with its children
 */
public record Hooks(Optional<Path> onMaster, Optional<Path> onBackup, Optional<Path> onFault, Duration timeout) {

    public Hooks {
        requireNonNull(onMaster, "onMaster is null");
        requireNonNull(onBackup, "onBackup is null");
        requireNonNull(onFault, "onFault is null");
        requireNonNull(timeout, "timeout is null");
    }

    Optional<Path> program(RoleChange change) {
        return switch (change.to()) {
            case MASTER -> onMaster;
            case BACKUP -> onBackup;
            case FAULT -> onFault;
            case INIT -> change.from() == Role.MASTER ? onBackup : Optional.empty();
        };
    }
}
