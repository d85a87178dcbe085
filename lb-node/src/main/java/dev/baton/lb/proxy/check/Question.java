package dev.baton.lb.proxy.check;

import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Resets;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection that asks one thing. It ends with the first of: an answer, its time being over, the connection broken.
 * Lives on one event loop.
 *
 * @param <I> what the server's bytes are decoded to
 * @param <A> an answer
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
abstract class Question<I, A> extends SimpleChannelInboundHandler<I> {

    private final Duration timeout;
    private final Consumer<A> asker;
    private @Nullable Channel channel;
    private @Nullable Future<?> timer;
    private boolean over;

    /**
     * @param timeout from the first attempt to connect to the end of the answer
     * @param asker hears one answer, on the event loop
     */
    Question(Class<? extends I> type, Duration timeout, Consumer<A> asker) {
        super(type);
        this.timeout = timeout;
        this.asker = asker;
    }

    /** Begins. */
    void ask(Worker worker, Approach to) {
        ChannelFuture connecting = worker.connect(to, timeout, this);
        channel = connecting.channel();
        timer = worker.loop().schedule(this::late, timeout.toNanos(), TimeUnit.NANOSECONDS);
        connecting.addListener(_ -> {
            if (!connecting.isSuccess()) {
                answer(failed(Failures.connect(connecting.cause())));
            } else if (!over) {
                connected(connecting.channel());
            }
        });
    }

    /** The server has accepted the connection and, where it is asked in TLS, has shown who it is. */
    abstract void connected(Channel to);

    /** What a failure means. */
    abstract A failed(String why);

    /** Ends it; what comes later is not heard. */
    final void answer(A answer) {
        if (!over) {
            abandon();
            asker.accept(answer);
        }
    }

    /** Ends it without an answer. */
    final void abandon() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (channel != null) {
            // A reset instead of a FIN: checks must not fill the node with sockets in TIME_WAIT.
            Resets.close(channel);
        }
    }

    private void late() {
        answer(failed("no answer in time"));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answer(failed("closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answer(failed(Failures.connect(cause)));
    }
}
