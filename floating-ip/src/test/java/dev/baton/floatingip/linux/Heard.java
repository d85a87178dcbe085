package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.InterfaceMonitor;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what a monitor tells, as lines, and waits for a given one. */
final class Heard implements InterfaceMonitor.Listener {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void onInterface(String interfaceName, boolean usable) {
        lines.add(interfaceName + (usable ? " usable" : " unusable"));
    }

    @Override
    public void onAddressRemoved(FloatingAddress address) {
        lines.add("removed " + address);
    }

    /** Whether the line is heard within the time; lines before it are skipped. */
    boolean hears(String line, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            String next = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null || next.equals(line)) {
                return next != null;
            }
        }
    }
}
