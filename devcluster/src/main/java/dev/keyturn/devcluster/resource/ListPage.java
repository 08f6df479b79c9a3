package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One page of a list.
 *
 * @param continueToken empty on the last page
 * @param remaining objects after this page; 0 when unknown
 */
public record ListPage(
    List<ObjectNode> items, long version, String continueToken, long remaining) {}
