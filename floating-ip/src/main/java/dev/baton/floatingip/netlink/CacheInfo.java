package dev.baton.floatingip.netlink;

/**
 * The lifetimes of an address ({@code struct ifa_cacheinfo}).
 *
 * @param preferred seconds for which the kernel may choose it as a source; {@link Rtnetlink#INFINITY_LIFE_TIME}
 * @param valid seconds until it is removed
 * @param created when it was made, in 1/100 s since boot: tells an address from its successor of the same value
 * @param updated when its lifetime was last set, in 1/100 s since boot
 */
public record CacheInfo(long preferred, long valid, long created, long updated) {}
