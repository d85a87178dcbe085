package dev.baton.lb.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Programs that are told of changes of role.
 *
 * @param onMaster run when a node has become MASTER
 * @param onBackup run when a node has become BACKUP, and when a MASTER stops
 * @param onFault run when a node is in FAULT
 * @param timeout after which a program is killed
 */
public record NotifyConfig(Optional<Path> onMaster, Optional<Path> onBackup, Optional<Path> onFault, Duration timeout) {

    /** Nobody is told. */
    public static final NotifyConfig NOBODY =
            new NotifyConfig(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(10));
}
