/*
 * Keeps the memory and the packet sockets of a process until its other files are closed.
 *
 * When a process is killed, Linux gives its memory back first and closes its files after that (do_exit() in
 * kernel/exit.c: exit_mm() comes before exit_files()). For a JVM the first takes 10 to 40 ms, and for so long the peers
 * see open connections and the dead man's switch an open pipe. Memory is given back by the last process that uses it, so
 * a second one that shares it (CLONE_VM) and does nothing takes that time off. It reads from a pipe whose other end the
 * process holds; at end-of-file, when the files are closed, it ends, and the memory goes with it.
 *
 * A packet socket is closed by the last process that has it, too, and that takes 8 to 25 ms for each: the kernel waits for
 * an RCU grace period (packet_release() in net/packet/af_packet.c). And a process closes its newest files first. So the
 * second process keeps those as well.
 *
 * The second process shares everything in memory, the thread-local data of the thread that made it included. So it calls
 * no function of the C library, which may write there, but the kernel alone.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

#define STACK 16384
#define MAX_KEPT 16

/* What the second process keeps, its end of the pipe among them, in ascending order. */
static int kept[MAX_KEPT];
static int count;

static _Alignas(64) unsigned char stack[STACK];

#if defined(__x86_64__)
static inline long kernel(long number, long a, long b, long c)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static inline long kernel(long number, long a, long b, long c)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
}
#else
#define UNKNOWN_PROCESSOR
#endif

#ifndef UNKNOWN_PROCESSOR
__attribute__((no_stack_protector)) static int outlive(void *end)
{
	long fd = (long)end;
	long got;
	long next = 0;
	char nothing;

	/* Whoever means the node's process group does not mean this; and it must not hold the node's files open. */
	kernel(SYS_setsid, 0, 0, 0);
	kernel(SYS_prctl, PR_SET_NAME, (long)"baton-memory", 0);
	for (int i = 0; i < count; i++) {
		if (kept[i] > next)
			kernel(SYS_close_range, next, kept[i] - 1, 0);
		next = kept[i] + 1;
	}
	if (kernel(SYS_close_range, next, ~0U, 0) == 0) {
		do
			got = kernel(SYS_read, fd, (long)&nothing, 1);
		while (got == -EINTR);
	}
	kernel(SYS_exit_group, 0, 0, 0);
	return 0;
}
#endif

/*
 * To be called once in a process, with the numbers of its packet sockets in ascending order. Returns the second one's
 * number, or what is wrong as a negative errno.
 */
int hold_memory(const int *sockets, int how_many)
{
#ifdef UNKNOWN_PROCESSOR
	return -ENOSYS;
#else
	int ends[2];
	sigset_t all, before;
	int child;

	if (how_many >= MAX_KEPT)
		return -E2BIG;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -errno;
	for (int i = 0, put = 0; i < how_many || !put;) {
		if (!put && (i == how_many || ends[0] < sockets[i])) {
			kept[count++] = ends[0];
			put = 1;
		} else {
			kept[count++] = sockets[i++];
		}
	}
	/* No handler of the process may run in the second one. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	child = clone(outlive, stack + STACK, CLONE_VM, (void *)(long)ends[0]);
	int wrong = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(ends[0]);
	if (child < 0) {
		close(ends[1]);
		return -wrong;
	}
	return child;
#endif
}
