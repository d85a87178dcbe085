package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Writes what a rule answers in a server's place. */
final class Replies {

    private Replies() {}

    static void redirect(Route.Redirect redirect, RequestView request, boolean close, ByteBuf out) {
        start(redirect.status(), close, out);
        TemplateWriter.write("Location: ", out);
        TemplateWriter.write(redirect.to(), request, out);
        TemplateWriter.write("\r\nContent-Length: 0\r\n\r\n", out);
    }

    static void respond(Route.Respond respond, boolean close, boolean bodiless, ByteBuf out) {
        start(respond.status(), close, out);
        boolean none = respond.status() == 204 || respond.status() == 304;
        if (!none) {
            TemplateWriter.write("Content-Type: " + respond.contentType(), out);
            TemplateWriter.write("\r\nContent-Length: " + respond.body().length + "\r\n", out);
        }
        TemplateWriter.write("\r\n", out);
        if (!bodiless && !none) {
            out.writeBytes(respond.body());
        }
    }

    private static void start(int status, boolean close, ByteBuf out) {
        TemplateWriter.write("HTTP/1.1 " + status + " ", out);
        TemplateWriter.write(HttpResponseStatus.valueOf(status).reasonPhrase(), out);
        TemplateWriter.write(close ? "\r\nConnection: close\r\n" : "\r\n", out);
    }
}
