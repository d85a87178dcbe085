package dev.baton.bench.datapath;

/** One figure of one product in one round. */
record Sample(String part, Product product, Metric metric, double value) {}
