package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InterfaceTableTest {

    private static final int UP = Rtnetlink.IFF_UP | Rtnetlink.IFF_LOWER_UP;

    private final Heard heard = new Heard();
    private final InterfaceTable table = new InterfaceTable(heard, UnaryOperator.identity());

    @Test
    void aResyncTellsWhatTheLostEventsWouldHave() throws Exception {
        table.resync(List.of(link(2, "eth0", UP), link(3, "eth1", UP)), List.of(address(2), address(3)));
        assertThat(heard.hears("eth1 usable", 0)).isTrue();

        table.resync(List.of(link(2, "eth0", Rtnetlink.IFF_UP)), List.of(address(3)));
        assertThat(heard.hears("removed 10.9.0.2/32 on eth0", 0)).isTrue();
        assertThat(heard.hears("eth1 unusable", 0)).isTrue();
        assertThat(heard.hears("eth0 unusable", 0)).isTrue();
    }

    @Test
    void tellsFlipsNotSamples() throws Exception {
        table.onLink(link(2, "eth0", UP));
        table.onLink(link(2, "eth0", UP | 0x100));
        assertThat(heard.hears("eth0 usable", 0)).isTrue();
        assertThat(heard.hears("eth0 usable", 0)).isFalse();
    }

    @Test
    void tellsOfARemovalWithoutArrival() throws Exception {
        table.onLink(link(2, "eth0", UP));
        table.onAddressGone(address(2));
        assertThat(heard.hears("removed 10.9.0.2/32 on eth0", 0)).isTrue();
    }

    @Test
    void leavingABridgeIsNotLeavingTheMachine() throws Exception {
        table.onLink(link(2, "eth0", UP));
        table.onLinkGone(new LinkMessage(7, 2, 1, UP, "eth0", Optional.empty(), 6, 1));
        assertThat(heard.hears("eth0 unusable", 0)).isFalse();
    }

    private static LinkMessage link(int index, String name, int flags) {
        return new LinkMessage(0, index, 1, flags, name, Optional.empty(), 6, 1);
    }

    private static AddressMessage address(int index) {
        return new AddressMessage(
                index, InetAddress.ofLiteral("10.9.0." + index), 32, 0, 0, 0, 0, "", Optional.empty());
    }
}
