package dev.baton.floatingip.linux;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that holds addresses on eth0 until it is killed: {@code Holder LEASE-SECONDS PREFIX...}. */
final class Holder {

    private Holder() {}

    public static void main(String[] args) throws FloatingIpException, IOException {
        LinuxFloatingIp floating = LinuxFloatingIp.open();
        List<FloatingAddress> addresses = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            addresses.add(new FloatingAddress("eth0", IpPrefix.parse(args[i])));
        }
        floating.removeLeftovers(addresses);
        for (FloatingAddress address : addresses) {
            floating.bind(address, Duration.ofSeconds(Long.parseLong(args[0])));
        }
        ConflictMonitor monitor = floating.conflictMonitor();
        monitor.start(new ConflictMonitor.Listener() {
            @Override
            public void onConflict(FloatingAddress address, MacAddress other) {}

            @Override
            public void onQuestion(String interfaceName, InetAddress address, MacAddress asker, MacAddress own) {}
        });
        System.out.println("bound");
        int read = System.in.read(); // Whoever started us tells when to let go, or never does.
        System.out.println("released on " + read);
        monitor.close();
        floating.close();
    }
}
