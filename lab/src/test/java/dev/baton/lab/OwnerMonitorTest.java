package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnerMonitorTest {
    private static final String IP = "10.9.0.100";
    private static final Instant BEGIN = Instant.parse("2026-11-23T11:00:00Z");

    private final OwnerMonitor monitor = OwnerMonitor.of(Set.of(IP));

    @Test
    void renewalsAndOtherAddressesAreNoChanges() {
        add("lb1", "00.100");
        add("lb1", "00.300");
        monitor.onEvent("lb1", "[2026-11-23T11:00:00.400000] 2: eth0    inet 10.9.0.10/24 scope global eth0");
        monitor.onEvent("lb1", "[2026-11-23T11:00:00.500000] 2: eth0    inet6 fe80::1/64 scope link");

        assertThat(monitor.changesSince(BEGIN)).hasSize(1);
        assertThat(monitor.owner()).contains("lb1");
        assertThat(monitor.longestOverlap(BEGIN)).isZero();
    }

    @Test
    void theOverlapIsCountedFromTheSecondGainToTheFirstLoss() {
        add("lb1", "00.000");
        add("lb2", "01.000");
        add("lb2", "01.200");
        delete("lb1", "01.250");

        assertThat(monitor.longestOverlap(BEGIN)).isEqualTo(Duration.ofMillis(250));
        assertThat(monitor.owner()).contains("lb2");
    }

    @Test
    void eventsThatArriveOutOfOrderAreJudgedByTheirTime() {
        add("lb1", "00.000");
        add("lb2", "01.000");
        delete("lb1", "00.900");

        assertThat(monitor.longestOverlap(BEGIN)).isZero();
    }

    @Test
    void whatWasBeforeIsNotCounted() {
        add("lb1", "00.000");
        add("lb2", "01.000");
        delete("lb1", "02.000");

        assertThat(monitor.longestOverlap(BEGIN.plusSeconds(3))).isZero();
        assertThat(monitor.changesSince(BEGIN.plusMillis(1500))).hasSize(1);
    }

    private void add(String host, String time) {
        monitor.onEvent(host, "[2026-11-23T11:00:%s000] 2: eth0    inet 10.9.0.100/24 scope global".formatted(time));
    }

    private void delete(String host, String time) {
        monitor.onEvent(
                host, "[2026-11-23T11:00:%s000] Deleted 2: eth0    inet 10.9.0.100/24 scope global".formatted(time));
    }
}
