/** TenantSecretScope: binds names to UIDs and opens cluster stores to namespaces. */
@NullMarked
package dev.keyturn.operator.controller.scope;

import org.jspecify.annotations.NullMarked;
