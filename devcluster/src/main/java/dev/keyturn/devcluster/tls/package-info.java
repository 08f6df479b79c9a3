/** The certificate authority and the serving certificate of one start. */
@NullMarked
package dev.keyturn.devcluster.tls;

import org.jspecify.annotations.NullMarked;
