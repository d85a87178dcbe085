package dev.baton.ha.agent;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.MacAddress;
import java.net.InetAddress;
import java.util.Arrays;

/** Brings what this node's kernel and the service LAN tell to the election thread. */
final class LanEvents implements InterfaceMonitor.Listener, ConflictMonitor.Listener {

    private final ElectionLoop loop;
    private final Elections elections;
    private final InterfaceRollCall rollCall;

    LanEvents(ElectionLoop loop, Elections elections, InterfaceRollCall rollCall) {
        this.loop = loop;
        this.elections = elections;
        this.rollCall = rollCall;
    }

    @Override
    public void onInterface(String interfaceName, boolean usable) {
        rollCall.present(interfaceName);
        loop.post(now -> elections.stream()
                .filter(each -> each.uses(interfaceName))
                .forEach(each -> each.onInterface(interfaceName, usable, now)));
    }

    @Override
    public void onAddressRemoved(FloatingAddress address) {
        loop.post(_ -> elections.forEach(each -> each.onAddressRemoved(address)));
    }

    @Override
    public void onConflict(FloatingAddress address, MacAddress other) {
        loop.post(now -> elections.stream()
                .filter(each -> each.group().addresses().contains(address))
                .forEach(each ->
                        each.carryOut(each.router().onConflict(address.prefix().toString(), other.toString(), now))));
    }

    /**
     * A question may be lost: it is asked several times. It comes first: word of an owner's end that waits for a late
     * turn is no proof any more once somebody else asks.
     */
    @Override
    public void onQuestion(String interfaceName, InetAddress address, MacAddress asker, MacAddress own) {
        boolean goesFirst = Arrays.compareUnsigned(asker.toBytes(), own.toBytes()) > 0;
        elections.stream()
                .filter(each -> each.group().addresses().stream()
                        .anyMatch(ours -> ours.interfaceName().equals(interfaceName)
                                && ours.prefix().address().equals(address)))
                .forEach(each ->
                        loop.offerFirst(now -> each.carryOut(each.router().onRival(goesFirst, now))));
    }
}
