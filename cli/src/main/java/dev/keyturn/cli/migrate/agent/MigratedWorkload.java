package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A workload that reads from a Secret of ours.
 *
 * @param name as people name it: {@code shop/Deployment/web}
 * @param secret the name of the sync and of its Secret
 */
record MigratedWorkload(String name, String secret, ObjectNode sync, ObjectNode workload) {}
