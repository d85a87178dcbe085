package dev.baton.lab;

/** One address on an interface as {@code ip -j addr} lists it: literal without prefix, prefix length, interface. */
public record Address(String ip, int prefixLength, String interfaceName) {}
