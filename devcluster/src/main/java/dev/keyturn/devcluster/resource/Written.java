package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer to a write.
 *
 * @param warnings texts for {@code Warning} headers
 */
public record Written(ObjectNode object, boolean created, List<String> warnings) {}
