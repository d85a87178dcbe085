package dev.baton.lb.proxy.loop;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/**
 * Netty 4.2.18's epoll with small batches and without two of its faults.
 *
 * <p>A socket stays registered until it is closed. Netty takes it out of the set when it waits for nothing, which is so
 * when the other end has closed its half while reading is paused. It forgets that it did, and the next change fails with
 * ENOENT and costs the connection with all that was still to be read.
 *
 * <p>A socket hears no news of another. Netty finds whom an event is for by the descriptor's number. When one of a batch of
 * events closes a socket and opens another, the new one has the old one's number, and gets what came for the old one. A
 * socket that is still being connected would so be read, fail, and cost its client the connection.
 */
final class LastingEpoll implements IoHandler {

    /**
     * So many at most are worked off before the loop looks again. The kernel gives those that were left out first; a
     * thousand sockets that one client made ready would keep all others waiting.
     */
    private static final int EVENTS_A_TURN = 512;

    private final IoHandler epoll;
    private long batch;

    private LastingEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory(EVENTS_A_TURN, DefaultSelectStrategyFactory.INSTANCE);
        return executor -> new LastingEpoll(factory.newHandler(executor));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        batch++;
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Lasting(epoll.register(new Own((EpollIoHandle) handle)));
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    /** A socket that hears of nothing that happened before it was registered. */
    @SuppressWarnings("try") // close() throws what Netty's does
    private final class Own implements EpollIoHandle {

        private final EpollIoHandle handle;
        private final long since = batch;

        Own(EpollIoHandle handle) {
            this.handle = handle;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            // Registered while a batch is worked off: what is left of that batch came before. The kernel tells again.
            if (batch != since) {
                handle.handle(registration, event);
            }
        }

        @Override
        public FileDescriptor fd() {
            return handle.fd();
        }

        @Override
        public void registered() {
            handle.registered();
        }

        @Override
        public void unregistered() {
            handle.unregistered();
        }

        @Override
        public void close() throws Exception {
            handle.close();
        }
    }

    private static final class Lasting implements IoRegistration {

        private final IoRegistration registration;
        private boolean added;

        Lasting(IoRegistration registration) {
            this.registration = registration;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface has it so
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            if (!ops.equals(EpollIoOps.NONE)) {
                added = true;
                return registration.submit(ops);
            }
            // Edge-triggered and nothing else: the kernel tells of a reset once, and does not wake the loop again.
            return added ? registration.submit(EpollIoOps.EPOLLET) : registration.submit(ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
