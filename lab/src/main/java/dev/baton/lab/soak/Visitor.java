package dev.baton.lab.soak;

import dev.baton.lab.soak.Ledger.Visit;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A client that does one kind of thing again and again. */
final class Visitor implements Runnable {

    /** The field that tells a server, and the log, of the visit. */
    static final String ID = "X-Visit";

    private static final int POSTED = 64 << 10;
    private static final int MESSAGES = 20;
    private static final int IN_A_ROW = 3;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Kind kind;
    private final int http;
    private final int tcp;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final BooleanSupplier goesOn;
    private @Nullable Wire kept;
    private boolean begun;

    /**
     * @param http port of the balancer's HTTP frontend
     * @param tcp port of its TCP frontend
     */
    Visitor(Kind kind, int http, int tcp, Ledger ledger, SplittableRandom random, BooleanSupplier goesOn) {
        this.kind = kind;
        this.http = http;
        this.tcp = tcp;
        this.ledger = ledger;
        this.random = random;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            Visit visit = ledger.begin(kind);
            begun = false;
            try {
                visit(visit);
                ledger.good(visit);
            } catch (IOException e) {
                ledger.bad(visit, begun, String.valueOf(e.getMessage()));
                leave();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        leave();
    }

    private void leave() {
        Wire before = kept;
        kept = null;
        if (before != null) {
            try {
                before.close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }

    private void visit(Visit visit) throws IOException {
        switch (kind) {
            case SMALL -> expect(2, get(kept(), visit, "/small", ""));
            case PIPELINED -> inARow(kept(), visit);
            case FRESH -> fresh(visit);
            case LARGE -> expect(MixedServer.LARGE, get(kept(), visit, "/large", ""));
            case SLOW_CLIENT -> slowly(visit);
            case SLOW_SERVER -> expect(MixedServer.SLOW_BYTES, get(kept(), visit, "/slow", ""));
            case POST -> post(kept(), visit);
            case WEBSOCKET -> talk(visit);
            case ABORT -> abort(visit);
            case TCP -> line(visit);
        }
    }

    private Wire kept() throws IOException {
        Wire wire = kept;
        if (wire == null) {
            wire = Wire.connect(http);
            kept = wire;
        }
        return wire;
    }

    private static void expect(int wanted, int got) throws IOException {
        if (wanted != got) {
            throw new IOException("a body of another size");
        }
    }

    private static String request(Visit visit, String line, String fields) {
        return "%s HTTP/1.1\r\nHost: soak\r\n%s: %d\r\n%s\r\n".formatted(line, ID, visit.id(), fields);
    }

    private String answered(Wire wire) throws IOException {
        String head = wire.head();
        if (head.isEmpty()) {
            throw new EOFException("closed without an answer");
        }
        if (!head.startsWith("HTTP/1.1 200 ") && !head.startsWith("HTTP/1.1 101 ")) {
            int length = Integer.parseInt(Wire.field(head, "content-length"));
            String why = new String(wire.bytes(length), StandardCharsets.ISO_8859_1);
            throw new IOException("status " + head.substring(9, 12) + ": " + why.strip());
        }
        begun = true;
        return head;
    }

    /** Answers with the size of the body. */
    private int get(Wire wire, Visit visit, String path, String fields) throws IOException {
        wire.send(request(visit, "GET " + path, fields));
        return wire.body(answered(wire));
    }

    private void inARow(Wire wire, Visit visit) throws IOException {
        wire.send(request(visit, "GET /small", "").repeat(IN_A_ROW));
        for (int i = 0; i < IN_A_ROW; i++) {
            begun = false;
            expect(2, wire.body(answered(wire)));
        }
    }

    private void fresh(Visit visit) throws IOException {
        try (Wire wire = Wire.connect(http)) {
            expect(2, get(wire, visit, "/small", "Connection: close\r\n"));
            if (!wire.head().isEmpty()) {
                throw new IOException("more than was asked for");
            }
        }
    }

    private void slowly(Visit visit) throws IOException {
        Wire wire = kept();
        wire.send(request(visit, "GET /large", ""));
        String head = answered(wire);
        int left = Integer.parseInt(Wire.field(head, "content-length"));
        while (left > 0) {
            left -= wire.bytes(Math.min(left, 16 << 10)).length;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void post(Wire wire, Visit visit) throws IOException {
        boolean chunked = random.nextBoolean();
        String framing = chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + POSTED + "\r\n";
        wire.send(request(visit, "POST /echo", framing));
        for (int sent = 0; sent < POSTED; sent += POSTED / 4) {
            wire.send(chunked ? Integer.toHexString(POSTED / 4) + "\r\n" : "");
            wire.send(new byte[POSTED / 4]);
            wire.send(chunked ? "\r\n" : "");
        }
        wire.send(chunked ? "0\r\n\r\n" : "");
        String head = answered(wire);
        String count =
                new String(wire.bytes(Integer.parseInt(Wire.field(head, "content-length"))), StandardCharsets.US_ASCII);
        expect(POSTED, Integer.parseInt(count));
    }

    private void talk(Visit visit) throws IOException {
        try (Wire wire = Wire.connect(http)) {
            wire.send(request(visit, "GET /ws", "Connection: upgrade\r\nUpgrade: websocket\r\n"));
            answered(wire);
            for (int i = 0; i < MESSAGES; i++) {
                String message = "message " + i + "\n";
                wire.send(message);
                if (!wire.until("\n").equals(message)) {
                    throw new IOException("another message");
                }
                LockSupport.parkNanos(5 * PAUSE_NANOS);
            }
        }
    }

    private void abort(Visit visit) throws IOException {
        try (Wire wire = Wire.connect(http)) {
            if (random.nextBoolean()) {
                wire.send(request(visit, "GET /large", ""));
                answered(wire);
                wire.bytes(10_000);
            } else {
                wire.send(request(visit, "POST /echo", "Content-Length: 100000\r\n") + "half");
            }
            wire.reset();
        }
    }

    private void line(Visit visit) throws IOException {
        try (Wire wire = Wire.connect(tcp)) {
            String line = visit.id() + "\n";
            wire.send(line);
            String back = wire.until("\n");
            if (!back.equals(line)) {
                throw new IOException(back.isEmpty() ? "closed without an answer" : "another line");
            }
        }
    }
}
