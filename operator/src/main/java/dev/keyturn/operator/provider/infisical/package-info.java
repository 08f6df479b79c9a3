/**
 * Infisical by its REST API: secrets of one environment of one project, below one folder. {@link
 * InfisicalClient} puts the parts together; nothing that the server or a parser says leaves the
 * package as text.
 */
@NullMarked
package dev.keyturn.operator.provider.infisical;

import org.jspecify.annotations.NullMarked;
