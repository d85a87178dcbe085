/*
 * Baton's dead man's switch: deletes the node's floating addresses when the node dies.
 *
 *   deadman LIFE      reads lines "+ IFINDEX ADDRESS" and "- IFINDEX ADDRESS" from standard input
 *
 * The node holds the other end of the pipe. However it ends, the kernel closes that end; at end-of-file every address
 * still listed is deleted if it carries LIFE as its metric (IFA_RT_PRIORITY), which is the number of the life that
 * bound it: a restarted node has another, and its addresses are not touched. Says "ready" or what is wrong in one line
 * on standard output. Allocates nothing while it works and needs no library but the C one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define MAX_ADDRESSES 1024
#define SOL_NETLINK_LEVEL 270
#define STRICT_CHECK 12

struct entry {
	int used;
	int index;
	int family;
	unsigned char address[16];
};

static struct entry entries[MAX_ADDRESSES];
static int sequence;

static int length_of(int family)
{
	return family == AF_INET ? 4 : 16;
}

/* Signals to the process group or the terminal are meant for the node; its end is what counts here. */
static void detach(void)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	setsid();
	if (chdir("/") != 0) {
		/* Only keeps a file system busy. */
	}
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0)
		return;
#endif
	long limit = sysconf(_SC_OPEN_MAX);
	for (int fd = 3; fd < limit; fd++)
		close(fd);
}

/*
 * It waits all its life and acts once, for a moment, while the other node already answers for the addresses: on a busy
 * machine it must not wait for its turn, nor for a page that was swapped out. Where that is not allowed it goes on without.
 */
static void come_first(void)
{
	struct sched_param lowest_of_the_urgent = { .sched_priority = 1 };

	if (sched_setscheduler(0, SCHED_FIFO, &lowest_of_the_urgent) != 0)
		(void)!setpriority(PRIO_PROCESS, 0, -20);
	(void)!mlockall(MCL_CURRENT);
}

static void apply(const char *line)
{
	char sign;
	char text[INET6_ADDRSTRLEN];
	struct entry wanted = { .used = 1 };
	struct entry *vacant = NULL;

	if (sscanf(line, "%c %d %45s", &sign, &wanted.index, text) != 3)
		return;
	wanted.family = strchr(text, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(wanted.family, text, wanted.address) != 1)
		return;
	for (int i = 0; i < MAX_ADDRESSES; i++) {
		if (memcmp(&entries[i], &wanted, sizeof wanted) == 0) {
			if (sign == '-')
				memset(&entries[i], 0, sizeof entries[i]);
			return;
		}
		if (!entries[i].used && !vacant)
			vacant = &entries[i];
	}
	if (sign == '+' && vacant)
		*vacant = wanted;
}

static int open_netlink(void)
{
	int one = 1;
	struct timeval patience = { .tv_sec = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd >= 0) {
		setsockopt(fd, SOL_NETLINK_LEVEL, STRICT_CHECK, &one, sizeof one);
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	}
	return fd;
}

/* Whether this message is the listed address and of the life that we guard. */
static int is_ours(struct nlmsghdr *message, const struct entry *entry, uint32_t life)
{
	struct ifaddrmsg *address = NLMSG_DATA(message);
	struct rtattr *attribute = IFA_RTA(address);
	int left = IFA_PAYLOAD(message);
	int same = 0, lives = 0, local = 0;

	if (message->nlmsg_type != RTM_NEWADDR || (int)address->ifa_index != entry->index
	    || address->ifa_family != entry->family || address->ifa_prefixlen != length_of(entry->family) * 8)
		return 0;
	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
		int type = attribute->rta_type;
		int matches = RTA_PAYLOAD(attribute) == (size_t)length_of(entry->family)
			&& memcmp(RTA_DATA(attribute), entry->address, length_of(entry->family)) == 0;
		if (type == IFA_LOCAL) {
			local = 1;
			same = matches;
		} else if (type == IFA_ADDRESS && !local) {
			same = matches;
		} else if (type == IFA_RT_PRIORITY && RTA_PAYLOAD(attribute) == 4) {
			lives = memcmp(RTA_DATA(attribute), &life, 4) == 0;
		}
	}
	return same && lives;
}

static int is_there(int fd, const struct entry *entry, uint32_t life)
{
	static _Alignas(struct nlmsghdr) char buffer[65536];
	struct {
		struct nlmsghdr header;
		struct ifaddrmsg address;
	} request = {
		.header = { .nlmsg_len = sizeof request, .nlmsg_type = RTM_GETADDR,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP, .nlmsg_seq = (unsigned)++sequence },
		.address = { .ifa_family = (unsigned char)entry->family, .ifa_index = (unsigned)entry->index },
	};
	int found = 0;

	if (send(fd, &request, sizeof request, 0) < 0)
		return 0;
	for (;;) {
		ssize_t received = recv(fd, buffer, sizeof buffer, 0);
		if (received < 0 && errno == EINTR)
			continue;
		if (received <= 0)
			return found;
		unsigned left = (unsigned)received;
		for (struct nlmsghdr *m = (struct nlmsghdr *)buffer; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
			if (m->nlmsg_seq != (unsigned)sequence)
				continue;
			if (m->nlmsg_type == NLMSG_DONE || m->nlmsg_type == NLMSG_ERROR)
				return found;
			found |= is_ours(m, entry, life);
		}
	}
}

static void delete(int fd, const struct entry *entry)
{
	int length = length_of(entry->family);
	struct {
		struct nlmsghdr header;
		struct ifaddrmsg address;
		struct rtattr attribute;
		unsigned char value[16];
	} request = {
		.header = { .nlmsg_type = RTM_DELADDR, .nlmsg_flags = NLM_F_REQUEST, .nlmsg_seq = (unsigned)++sequence },
		.address = { .ifa_family = (unsigned char)entry->family, .ifa_prefixlen = (unsigned char)(length * 8),
			     .ifa_index = (unsigned)entry->index },
		.attribute = { .rta_len = (unsigned short)RTA_LENGTH(length), .rta_type = IFA_LOCAL },
	};

	memcpy(request.value, entry->address, (size_t)length);
	request.header.nlmsg_len = (unsigned)(NLMSG_LENGTH(sizeof request.address) + RTA_LENGTH(length));
	/* Nobody is left to hear of a failure; the lease of the address is the second net. */
	(void)!send(fd, &request, request.header.nlmsg_len, 0);
}

int main(int argc, char **argv)
{
	char line[128];
	uint32_t life = argc == 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;

	detach();
	come_first();
	int fd = open_netlink();
	if (life == 0 || fd < 0) {
		printf("%s\n", life == 0 ? "usage: deadman LIFE" : strerror(errno));
		return 2;
	}
	printf("ready\n");
	fclose(stdout);
	while (fgets(line, sizeof line, stdin))
		apply(line);
	for (int i = 0; i < MAX_ADDRESSES; i++)
		if (entries[i].used && is_there(fd, &entries[i], life))
			delete(fd, &entries[i]);
	return 0;
}
