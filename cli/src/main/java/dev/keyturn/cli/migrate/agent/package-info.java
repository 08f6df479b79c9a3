/** Pods with the annotations of the Vault Agent Injector become pods with a Secret of ours. */
@NullMarked
package dev.keyturn.cli.migrate.agent;

import org.jspecify.annotations.NullMarked;
