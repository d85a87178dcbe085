package dev.baton.lb.proxy.http;

import org.jspecify.annotations.Nullable;

/** Reads field lines (RFC 9112, section 5), of heads and of trailers, and what they say about framing. */
final class FieldParser {

    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] H2 = Ascii.bytes("h2");
    private static final byte[] H2C = Ascii.bytes("h2c");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");

    /** Digits that can't overflow a long. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private FieldParser() {}

    /** Where the line that begins at {@code start} has its CR; -1 when it doesn't end in CRLF, or has a bare CR. */
    static int lineEnd(Head head, int start) {
        byte[] b = head.bytes;
        for (int i = start; i < head.length; i++) {
            if (b[i] == '\r') {
                return i + 1 < head.length && b[i + 1] == '\n' ? i : -1;
            }
            if (b[i] == '\n') {
                return -1;
            }
        }
        return -1;
    }

    /** Parses lines from {@code start} to the empty one; null when all are well. */
    static @Nullable Refusal parse(Head head, int start) {
        int at = start;
        while (true) {
            int end = lineEnd(head, at);
            if (end < 0) {
                return Refusal.bad("a line that doesn't end in CRLF");
            }
            if (end == at) {
                return null;
            }
            if (head.fields == head.limits.fields()) {
                return Refusal.tooManyFields(head.limits);
            }
            Refusal refusal = line(head, at, end);
            if (refusal != null) {
                return refusal;
            }
            at = end + 2;
        }
    }

    private static @Nullable Refusal line(Head head, int start, int end) {
        byte[] b = head.bytes;
        int colon = start;
        while (colon < end && Ascii.isToken(b[colon])) {
            colon++;
        }
        if (colon == start || colon == end || b[colon] != ':') {
            // Also a line that begins with a blank (obs-fold), and a blank before the colon.
            return Refusal.bad("malformed field name");
        }
        int from = colon + 1;
        int to = end;
        while (from < to && Ascii.isBlank(b[from])) {
            from++;
        }
        while (to > from && Ascii.isBlank(b[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (!Ascii.isValue(b[i])) {
                return Refusal.bad("illegal character in a field value");
            }
        }
        int field = head.fields++;
        head.nameStart[field] = start;
        head.nameEnd[field] = colon;
        head.valueStart[field] = from;
        head.valueEnd[field] = to;
        head.kinds[field] = Field.of(b, start, colon);
        return meaning(head, field, from, to);
    }

    private static @Nullable Refusal meaning(Head head, int field, int from, int to) {
        return switch (head.kinds[field]) {
            case CONTENT_LENGTH -> contentLength(head, from, to);
            case TRANSFER_ENCODING -> {
                if (head.chunked || !Ascii.equalsIgnoreCase(head.bytes, from, to, CHUNKED)) {
                    yield Refusal.bad("a transfer coding other than chunked, once");
                }
                head.chunked = true;
                yield null;
            }
            case HOST -> {
                if (head.host >= 0) {
                    yield Refusal.bad("two Host fields");
                }
                head.host = field;
                yield null;
            }
            case CONNECTION -> connection(head, from, to);
            case EXPECT -> {
                head.expectsContinue = Ascii.equalsIgnoreCase(head.bytes, from, to, CONTINUE);
                yield null;
            }
            case UPGRADE -> {
                head.offersUpgrade = true;
                head.offersHttp2 |= offersHttp2(head.bytes, from, to);
                yield null;
            }
            case TE -> {
                head.acceptsTrailers |= Ascii.equalsIgnoreCase(head.bytes, from, to, TRAILERS);
                yield null;
            }
            case AUTHORIZATION, WWW_AUTHENTICATE, PROXY_AUTHENTICATE -> {
                head.authenticatesConnection |= ConnectionLogin.isIn(head.bytes, from, to);
                yield null;
            }
            case KEEP_ALIVE,
                    PROXY,
                    PROXY_CONNECTION,
                    PROXY_AUTHORIZATION,
                    PROXY_AUTHENTICATION_INFO,
                    TRAILER,
                    COOKIE,
                    SET_COOKIE,
                    X_FORWARDED_FOR,
                    X_FORWARDED_PROTO,
                    FORWARDED,
                    OTHER -> null;
        };
    }

    private static @Nullable Refusal contentLength(Head head, int from, int to) {
        if (head.contentLength >= 0) {
            return Refusal.bad("two Content-Length fields");
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(head.bytes[i])) {
                return Refusal.bad("malformed Content-Length");
            }
            length = length * 10 + head.bytes[i] - '0';
        }
        if (from == to || to - from > MAX_LENGTH_DIGITS) {
            return Refusal.bad("malformed Content-Length");
        }
        head.contentLength = length;
        return null;
    }

    /** Whether h2 or h2c is one of the protocols in a list, with or without a version. */
    private static boolean offersHttp2(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && Ascii.isToken(b[end])) {
                end++;
            }
            if (Ascii.equalsIgnoreCase(b, at, end, H2) || Ascii.equalsIgnoreCase(b, at, end, H2C)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static @Nullable Refusal connection(Head head, int from, int to) {
        byte[] b = head.bytes;
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && Ascii.isToken(b[end])) {
                end++;
            }
            if (end > at) {
                if (Ascii.equalsIgnoreCase(b, at, end, CLOSE)) {
                    head.saysClose = true;
                } else if (Ascii.equalsIgnoreCase(b, at, end, KEEP_ALIVE)) {
                    head.saysKeepAlive = true;
                } else if (Ascii.equalsIgnoreCase(b, at, end, UPGRADE)) {
                    head.saysUpgrade = true;
                } else {
                    head.namesFields = true;
                }
            } else if (b[at] != ',' && !Ascii.isBlank(b[at])) {
                return Refusal.bad("malformed Connection");
            }
            at = Math.max(end, at + 1);
        }
        return null;
    }
}
