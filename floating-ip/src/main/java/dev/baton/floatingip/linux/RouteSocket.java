package dev.baton.floatingip.linux;

import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.ErrorMessage;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.NetlinkMessage;
import dev.baton.floatingip.netlink.Requests;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the kernel about links and addresses, one question at a time. The socket belongs to the network namespace of
 * the thread that opened it, whoever uses it later.
 */
final class RouteSocket implements AutoCloseable {

    /** The kernel answers within the call; a limit only guards the election thread against the unthinkable. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int BUFFER = 64 * 1024;
    private static final int ATTEMPTS = 5;

    private final Descriptor socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
    private int sequence;

    private RouteSocket(Descriptor socket) {
        this.socket = socket;
    }

    static RouteSocket open() throws SystemCallException {
        Descriptor socket = Descriptor.socket(LibC.AF_NETLINK, LibC.SOCK_RAW, 0);
        try {
            socket.bind(SocketAddresses.netlink(0));
            // Without strict checking the kernel ignores the interface in a request for addresses and tells all.
            socket.set(LibC.SOL_NETLINK, LibC.NETLINK_GET_STRICT_CHK, 1);
            socket.set(LibC.SOL_NETLINK, LibC.NETLINK_EXT_ACK, 1);
            socket.receiveTimeout(PATIENCE);
            return new RouteSocket(socket);
        } catch (SystemCallException e) {
            socket.close();
            throw e;
        }
    }

    Optional<LinkMessage> link(String name) throws SystemCallException {
        try {
            return ask(Requests.linkByName(name)).stream()
                    .filter(message -> message.type() == Rtnetlink.RTM_NEWLINK)
                    .map(message -> LinkMessage.decode(message.payload()))
                    .findFirst();
        } catch (SystemCallException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<LinkMessage> links() throws SystemCallException {
        return ask(Requests.allLinks()).stream()
                .filter(message -> message.type() == Rtnetlink.RTM_NEWLINK)
                .map(message -> LinkMessage.decode(message.payload()))
                .toList();
    }

    /**
     * @param family AF_INET, AF_INET6 or AF_UNSPEC
     * @param interfaceIndex 0 for all
     */
    List<AddressMessage> addresses(int family, int interfaceIndex) throws SystemCallException {
        return ask(Requests.addresses(family, interfaceIndex)).stream()
                .filter(message -> message.type() == Rtnetlink.RTM_NEWADDR)
                .flatMap(message -> AddressMessage.decode(message.payload()).stream())
                .toList();
    }

    /** Sends a request and collects its answers until the kernel's acknowledgement, or the first one without it. */
    List<NetlinkMessage> ask(NetlinkMessage request) throws SystemCallException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            List<NetlinkMessage> answers = exchange(request);
            if (answers.stream().noneMatch(answer -> (answer.flags() & Rtnetlink.NLM_F_DUMP_INTR) != 0)) {
                return answers;
            }
        }
        // Somebody changes addresses without pause: an answer that may repeat or miss another's is all there is.
        return exchange(request);
    }

    private List<NetlinkMessage> exchange(NetlinkMessage request) throws SystemCallException {
        sequence++;
        socket.send(new NetlinkMessage(request.type(), request.flags(), sequence, 0, request.payload()).encode());
        boolean dump = (request.flags() & Rtnetlink.NLM_F_DUMP) == Rtnetlink.NLM_F_DUMP
                && (request.flags() & Rtnetlink.NLM_F_ACK) == 0;
        boolean acknowledged = (request.flags() & Rtnetlink.NLM_F_ACK) != 0;
        List<NetlinkMessage> answers = new ArrayList<>();
        while (true) {
            socket.receive(buffer);
            for (NetlinkMessage message : NetlinkMessage.parse(buffer)) {
                if (message.sequence() != sequence) {
                    continue; // The late answer to a question that was given up.
                }
                if (message.type() == Rtnetlink.NLMSG_ERROR) {
                    check(message);
                    return answers;
                }
                answers.add(message);
                if (message.type() == Rtnetlink.NLMSG_DONE || (!dump && !acknowledged)) {
                    return answers;
                }
            }
        }
    }

    private static void check(NetlinkMessage message) throws SystemCallException {
        ErrorMessage error = ErrorMessage.decode(message);
        if (error.errno() != 0) {
            throw new SystemCallException(
                    error.text().isEmpty() ? "refused by the kernel" : error.text(), error.errno());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
