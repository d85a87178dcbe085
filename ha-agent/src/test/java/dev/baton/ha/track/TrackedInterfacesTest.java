package dev.baton.ha.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.InterfaceMonitor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedInterfacesTest {

    private final List<String> flips = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void changesOfTheInterfaceAreFlipsAndEverybodyElseHearsAllOfThem() throws FloatingIpException {
        start("eth1", "eth1 up", "eth0 up", "eth1 up", "eth0 down", "eth1 down", "eth1 down", "eth1 up");
        assertThat(flips).containsExactly("uplink interface eth1 is down, gone or without carrier", "uplink well");
        assertThat(heard).hasSize(7).startsWith("eth1 true", "eth0 true");
    }

    @Test
    void anInterfaceThatDoesNotExistFailsUntilItComes() throws FloatingIpException {
        start("eth0", "eth0 up");
        assertThat(flips).containsExactly("uplink interface eth1 does not exist");
        start("eth0", "eth1 up");
        assertThat(flips).last().isEqualTo("uplink well");
    }

    private void start(String present, String... events) throws FloatingIpException {
        InterfaceMonitor monitor = new Script(List.of(events));
        FlipListener listener = (tracker, healthy, why) -> flips.add(tracker + " " + (healthy ? "well" : why));
        new TrackedInterfaces(
                        monitor, List.of(new TrackedInterfaces.Tracked("uplink", "eth1", listener)), present::equals)
                .start(new InterfaceMonitor.Listener() {
                    @Override
                    public void onInterface(String interfaceName, boolean usable) {
                        heard.add(interfaceName + " " + usable);
                    }

                    @Override
                    public void onAddressRemoved(FloatingAddress address) {
                        throw new AssertionError(address);
                    }
                });
    }

    private record Script(List<String> events) implements InterfaceMonitor {

        @Override
        public void start(Listener listener) {
            for (String event : events) {
                int blank = event.indexOf(' ');
                listener.onInterface(event.substring(0, blank), event.endsWith("up"));
            }
        }

        @Override
        public void close() {
            throw new AssertionError("nobody closes this");
        }
    }
}
