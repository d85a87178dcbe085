package dev.baton.floatingip.netlink;

/** The numbers of the kernel's headers that this module uses, under their own names. */
public final class Rtnetlink {

    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int RTM_NEWLINK = 16;
    public static final int RTM_DELLINK = 17;
    public static final int RTM_GETLINK = 18;
    public static final int RTM_NEWADDR = 20;
    public static final int RTM_DELADDR = 21;
    public static final int RTM_GETADDR = 22;

    public static final int NLM_F_REQUEST = 0x1;
    public static final int NLM_F_ACK = 0x4;
    /** A dump that another change ran through: what it says may be inconsistent, ask again. */
    public static final int NLM_F_DUMP_INTR = 0x10;

    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    public static final int NLM_F_DUMP = 0x300;
    /** On an NLMSG_ERROR: attributes follow, {@link #NLMSGERR_ATTR_MSG} among them. */
    public static final int NLM_F_ACK_TLVS = 0x200;
    /** On an NLMSG_ERROR: only the header of the request is echoed. */
    public static final int NLM_F_CAPPED = 0x100;

    public static final int NLMSGERR_ATTR_MSG = 1;

    public static final int IFA_ADDRESS = 1;
    public static final int IFA_LOCAL = 2;
    public static final int IFA_LABEL = 3;
    public static final int IFA_CACHEINFO = 6;
    public static final int IFA_FLAGS = 8;
    public static final int IFA_RT_PRIORITY = 9;
    public static final int IFA_PROTO = 11;

    public static final int IFA_F_SECONDARY = 0x01;
    public static final int IFA_F_NODAD = 0x02;
    public static final int IFA_F_DEPRECATED = 0x20;
    public static final int IFA_F_PERMANENT = 0x80;
    public static final int IFA_F_NOPREFIXROUTE = 0x200;

    public static final int IFLA_ADDRESS = 1;
    public static final int IFLA_IFNAME = 3;
    public static final int IFLA_OPERSTATE = 16;
    public static final int IFLA_EXT_MASK = 29;
    public static final int IFLA_CARRIER = 33;
    /** Leaves the counters out of a link's answer, most of its size. */
    public static final int RTEXT_FILTER_SKIP_STATS = 8;

    public static final int IFF_UP = 0x1;
    public static final int IFF_LOOPBACK = 0x8;
    public static final int IFF_NOARP = 0x80;
    public static final int IFF_LOWER_UP = 0x10000;

    public static final int ARPHRD_ETHER = 1;

    public static final int AF_UNSPEC = 0;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;

    /** A lifetime without end. */
    public static final long INFINITY_LIFE_TIME = 0xffff_ffffL;

    private Rtnetlink() {}
}
