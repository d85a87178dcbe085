package dev.baton.lb.proxy.loop;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Says in an operator's words why a socket call failed. */
public final class Failures {

    private Failures() {}

    /** Why a connection could not be made. */
    public static String connect(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof HandshakeException failed) {
            return String.valueOf(failed.getMessage());
        }
        String text = text(cause);
        if (text.contains("refused")) {
            return "connection refused (ECONNREFUSED)";
        }
        if (text.contains("no route")) {
            return "no route to host (EHOSTUNREACH)";
        }
        if (text.contains("network is unreachable")) {
            return "network unreachable (ENETUNREACH)";
        }
        if (text.contains("too many open files")) {
            return "too many open files (EMFILE); raise LimitNOFILE or ulimit -n";
        }
        return text;
    }

    /** Whether a connection could not be made for want of time. */
    public static boolean isLate(Throwable cause) {
        return cause instanceof ConnectTimeoutException
                || (cause instanceof HandshakeException failed && failed.isLate());
    }

    /** Whether a connection failed at once and not for anything that was said on it: as while a server is restarted. */
    public static boolean isBrief(Throwable cause) {
        return !isLate(cause) && !(cause instanceof HandshakeException);
    }

    /** Why {@code address} could not be listened on, and what to do about it. */
    public static String bind(String frontend, String address, InetSocketAddress where, Throwable cause) {
        String text = text(cause);
        String why;
        if (text.contains("in use")) {
            why = "address in use (EADDRINUSE); ss -ltnp shows who holds it";
        } else if (text.contains("permission denied")) {
            why = "permission denied (EACCES); a port below 1024 wants CAP_NET_BIND_SERVICE, not port "
                    + where.getPort() + " without it";
        } else if (text.contains("cannot assign")) {
            why = "not an address of this machine (EADDRNOTAVAIL); binding ahead of a takeover wants Linux with epoll";
        } else {
            why = text;
        }
        return "frontend \"" + frontend + "\": bind " + address + " failed: " + why;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return cause instanceof NativeIoException || message != null ? text.toLowerCase(Locale.ROOT) : text;
    }
}
