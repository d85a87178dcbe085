package dev.baton.lb.admin;

import java.io.IOException;
import java.util.Set;

/** What the kernel knows of users. */
public interface Users {

    /**
     * Who is at the other end of a connected unix socket.
     *
     * @param descriptor the file descriptor of this end
     * @throws IOException if the kernel does not say
     */
    Peer peer(int descriptor) throws IOException;

    /** The name of a user; the number in words where there is none. */
    String name(long user);

    /** The user of this process. */
    long self();

    /**
     * Who a process was when it connected.
     *
     * @param user its number
     * @param groups the numbers of all that it was in
     */
    record Peer(long user, Set<Long> groups) {

        public Peer {
            groups = Set.copyOf(groups);
        }
    }
}
