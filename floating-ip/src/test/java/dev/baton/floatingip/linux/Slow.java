package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.InterfaceMonitor;
import java.util.concurrent.CountDownLatch;

/** A listener that is stuck in its first call until it is told to go on. */
final class Slow implements InterfaceMonitor.Listener {

    private final InterfaceMonitor.Listener next;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Slow(InterfaceMonitor.Listener next) {
        this.next = next;
    }

    void awaitFirst() throws InterruptedException {
        reached.await();
    }

    void goOn() {
        released.countDown();
    }

    @Override
    public void onInterface(String interfaceName, boolean usable) {
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        next.onInterface(interfaceName, usable);
    }

    @Override
    public void onAddressRemoved(FloatingAddress address) {
        next.onAddressRemoved(address);
    }
}
