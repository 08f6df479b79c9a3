package dev.keyturn.operator.provider;

import java.util.Map;

/**
 * The newest version of a secret without its value: equal marks of one key mean equal values and
 * tags.
 */
public record VersionMark(VersionStamp stamp, Map<String, String> tags) {}
