package dev.keyturn.operator.controller.clustersync;

import java.util.SortedMap;
import java.util.SortedSet;

/**
 * How far one pass came.
 *
 * @param provisioned namespaces that have their SecretSync
 * @param failures namespaces that do not have what they should, and why
 * @param unfinished true where steps are left that this pass did not try
 * @param later true where it makes no sense to go on with them at once
 * @param wrote true where it changed something
 */
record Work(
    SortedSet<String> provisioned,
    SortedMap<String, StampBoard.Failure> failures,
    boolean unfinished,
    boolean later,
    boolean wrote) {}
