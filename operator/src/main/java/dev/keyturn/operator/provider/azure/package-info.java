/**
 * Azure Key Vault by its REST API, and the logins of Microsoft Entra ID that it takes. {@link
 * dev.keyturn.operator.provider.azure.Meaning} knows what answers mean; nothing that a server says
 * leaves the package as text.
 */
@NullMarked
package dev.keyturn.operator.provider.azure;

import org.jspecify.annotations.NullMarked;
