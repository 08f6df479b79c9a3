package dev.keyturn.operator.source.guard;

/**
 * One who waits for a store.
 *
 * @param calls how many it wants to make, at least one
 * @param servedAt when it last got what it wanted, in milliseconds; the least number for never
 */
public record Waiter(String reader, int calls, long servedAt) {}
