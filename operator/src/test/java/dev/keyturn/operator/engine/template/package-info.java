/** Tests of the template interpreter, most of them data: see src/test/resources/template. */
@NullMarked
package dev.keyturn.operator.engine.template;

import org.jspecify.annotations.NullMarked;
