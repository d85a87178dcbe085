package dev.baton.ha.status;

/**
 * What this node has done for one floating IP group since it started.
 *
 * @param group the group
 * @param binds times that it put the addresses on their interfaces
 * @param renewals times that it made the lease of all of them last longer
 * @param lost times that an address was gone, or could not be renewed
 * @param announcements times that it told the LAN where they are
 * @param probes times that it asked the LAN who has them
 * @param alarms times that it reported something that moves no address
 */
public record GroupDeeds(
        String group, long binds, long renewals, long lost, long announcements, long probes, long alarms) {}
