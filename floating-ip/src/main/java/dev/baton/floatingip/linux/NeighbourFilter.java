package dev.baton.floatingip.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A classic BPF program that lets neighbour solicitations and advertisements through and nothing else, so that a packet
 * socket for IPv6 costs nothing under the balancer's own traffic.
 */
final class NeighbourFilter {

    private static final int SO_ATTACH_FILTER = 26;

    private static final int LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    private static final int NEXT_HEADER = 14 + 6;
    private static final int ICMPV6_TYPE = 14 + 40;

    /** Each {@code struct sock_filter}: code, jump if true, jump if false, operand. */
    private static final int[][] PROGRAM = {
        {LOAD_BYTE, 0, 0, NEXT_HEADER},
        {JUMP_EQUAL, 0, 4, 58},
        {LOAD_BYTE, 0, 0, ICMPV6_TYPE},
        {JUMP_EQUAL, 1, 0, 135},
        {JUMP_EQUAL, 0, 1, 136},
        {RETURN, 0, 0, 0xffff},
        {RETURN, 0, 0, 0},
    };

    private NeighbourFilter() {}

    static void attach(Descriptor socket) throws SystemCallException {
        try (Memory program = new Memory(8L * PROGRAM.length);
                Memory descriptor = new Memory(16)) {
            for (int i = 0; i < PROGRAM.length; i++) {
                program.setShort(8L * i, (short) PROGRAM[i][0]);
                program.setByte(8L * i + 2, (byte) PROGRAM[i][1]);
                program.setByte(8L * i + 3, (byte) PROGRAM[i][2]);
                program.setInt(8L * i + 4, PROGRAM[i][3]);
            }
            descriptor.setShort(0, (short) PROGRAM.length);
            descriptor.setPointer(8, Pointer.createConstant(Pointer.nativeValue(program)));
            socket.set(LibC.SOL_SOCKET, SO_ATTACH_FILTER, descriptor.getByteArray(0, 16));
        }
    }
}
