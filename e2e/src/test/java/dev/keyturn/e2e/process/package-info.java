/** Child processes, their ports, folders, certificates and HTTP answers. */
@NullMarked
package dev.keyturn.e2e.process;

import org.jspecify.annotations.NullMarked;
