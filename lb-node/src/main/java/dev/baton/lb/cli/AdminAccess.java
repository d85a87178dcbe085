package dev.baton.lb.cli;

import dev.baton.floatingip.linux.LinuxUsers;
import dev.baton.lb.admin.SocketAccess;
import dev.baton.lb.admin.SocketAccess.Group;
import dev.baton.lb.admin.Users;
import dev.baton.lb.config.AdminConfig;
import java.io.IOException;
import java.util.Optional;

/** Who may ask for what on the admin socket of this machine. */
final class AdminAccess {

    private AdminAccess() {}

    /** @throws IOException if the machine does not know a group */
    static SocketAccess of(AdminConfig config) throws IOException {
        return new SocketAccess(
                new Kernel(), group("read_group", config.readGroup()), group("write_group", config.writeGroup()));
    }

    private static Optional<Group> group(String key, Optional<String> asked) throws IOException {
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        String name = asked.get();
        if (Character.isDigit(name.charAt(0))) {
            return Optional.of(new Group(name, Long.parseLong(name)));
        }
        long number = LinuxUsers.group(name)
                .orElseThrow(() -> new IOException("admin: " + key + " \"" + name
                        + "\": this machine knows no such group; make it with: groupadd " + name));
        return Optional.of(new Group(name, number));
    }

    private static final class Kernel implements Users {

        @Override
        public Peer peer(int descriptor) throws IOException {
            LinuxUsers.Peer peer = LinuxUsers.peer(descriptor);
            return new Peer(peer.user(), peer.groups());
        }

        @Override
        public String name(long user) {
            return LinuxUsers.name(user);
        }

        @Override
        public long self() {
            return LinuxUsers.self();
        }
    }
}
