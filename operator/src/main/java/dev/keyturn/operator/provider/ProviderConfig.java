package dev.keyturn.operator.provider;

/** Marks the configuration record of one backend. */
public interface ProviderConfig {}
