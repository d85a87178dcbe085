package dev.baton.lb.admin;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask for what on the admin socket, by the user and the groups of the process that has connected: root and the
 * user of the node for all, members of groups for what the configuration gives them.
 *
 * @param users what the kernel knows
 * @param reading the group whose members may read, if there is one
 * @param changing the group whose members may change, if there is one
 */
public record SocketAccess(Users users, Optional<Group> reading, Optional<Group> changing) implements Gate {

    private static final long ROOT = 0;

    /** @param name as the configuration has it */
    public record Group(String name, long number) {}

    /** Groups cannot be told apart by the mode of a file: with some, everybody may connect and is judged then. */
    Set<PosixFilePermission> mode() {
        return PosixFilePermissions.fromString(reading.isEmpty() && changing.isEmpty() ? "rw-------" : "rw-rw-rw-");
    }

    @Override
    public Caller caller(Channel channel, HttpHeaders fields) {
        try {
            Users.Peer peer = users.peer(((UnixChannel) channel).fd().intValue());
            return new Caller("user " + users.name(peer.user()), right(peer), wayOut());
        } catch (IOException e) {
            return new Caller("somebody unknown", Right.NOTHING, String.valueOf(e.getMessage()));
        }
    }

    private Right right(Users.Peer peer) {
        if (peer.user() == ROOT || peer.user() == users.self() || isIn(peer, changing)) {
            return Right.CHANGE;
        }
        return isIn(peer, reading) ? Right.READ : Right.NOTHING;
    }

    private static boolean isIn(Users.Peer peer, Optional<Group> group) {
        return group.filter(each -> peer.groups().contains(each.number())).isPresent();
    }

    private String wayOut() {
        return "root, user " + users.name(users.self()) + " and " + words(changing, "admin.write_group")
                + " may change, " + words(reading, "admin.read_group") + " may read";
    }

    private static String words(Optional<Group> group, String key) {
        return group.map(each -> "group " + each.name() + " (" + key + ")")
                .orElse("no group (" + key + " can name one)");
    }
}
