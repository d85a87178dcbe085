package dev.baton.lb.proxy.http;

import dev.baton.lb.config.RuleConfig.PathRewrite;
import io.netty.buffer.ByteBuf;

/** Writes the target of a request with another beginning of its path. */
final class PathRewriter {

    private PathRewriter() {}

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
