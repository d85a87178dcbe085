package dev.baton.lb.proxy.http;

import dev.baton.lb.config.NormalPath;
import dev.baton.lb.config.RuleConfig.PathRewrite;
import io.netty.buffer.ByteBuf;

/** Writes the target of a request with another beginning of its path. */
final class PathRewriter {

    private PathRewriter() {}

    /**
     * Whether the new path would lead out of the new beginning for servers that see a slash in {@code %2F}: what fits the
     * prefix in both readings of such a path may still do that ({@code /..%2fother} has the prefix {@code /}).
     */
    static boolean isLeft(PathRewrite rewrite, RequestView request) {
        PathView path = request.path();
        return request.hasOtherSlashes()
                && path.hasPrefix(rewrite.prefix())
                && NormalPath.climbs(
                        path.bytes(), path.start() + rewrite.prefix().length(), path.end());
    }

    /** Writes the target; one whose path doesn't begin with the prefix as it came. */
    static void write(PathRewrite rewrite, RequestView request, ByteBuf out) {
        Head head = request.head();
        PathView path = request.path();
        if (!path.hasPrefix(rewrite.prefix())) {
            out.writeBytes(head.bytes, head.targetStart, head.targetEnd - head.targetStart);
            return;
        }
        TemplateWriter.write(rewrite.to(), out);
        int rest = path.start() + rewrite.prefix().length();
        boolean slash = rewrite.to().endsWith("/");
        if (rest < path.end()) {
            boolean begins = path.bytes()[rest] == '/';
            if (begins && slash) {
                rest++;
            } else if (!begins && !slash) {
                out.writeByte('/');
            }
            out.writeBytes(path.bytes(), rest, path.end() - rest);
        }
        int query = request.queryStart();
        out.writeBytes(head.bytes, query, head.targetEnd - query);
    }
}
