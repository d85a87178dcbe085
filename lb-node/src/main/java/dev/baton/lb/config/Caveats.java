package dev.baton.lb.config;

import java.util.ArrayList;
import java.util.List;

/** What is allowed, but takes away protection that an operator may count on. */
public final class Caveats {

    private Caveats() {}

    /** One sentence each, beginning with the part of the file that it is about. */
    public static List<String> of(BatonConfig config) {
        List<String> caveats = new ArrayList<>();
        boolean leases = !config.cluster().election().lease().isZero();
        for (FloatingIpConfig group : config.floatingIps()) {
            String name = "floating IP group \"" + group.name() + "\": ";
            switch (group.driver()) {
                case DriverConfig.Netlink _ -> {
                    if (!leases) {
                        caveats.add(name + "with lease: 0 its addresses stay on a node that hangs, beside those of the"
                                + " node that takes over");
                    }
                }
                case DriverConfig.Exec exec ->
                    caveats.add(name + "driver: exec has no lease, no switch that frees the addresses of a killed node,"
                            + " and asks no neighbour before a takeover; that an address is in one place only is up to "
                            + exec.program());
            }
        }
        return caveats;
    }
}
