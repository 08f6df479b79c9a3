/**
 * Renders users' Go templates: a pure interpreter of the text/template language with a closed list
 * of functions and a budget for everything a template can spend.
 *
 * <p>No text that a template computes or reads ever enters a failure.
 */
@NullMarked
package dev.keyturn.operator.engine.template;

import org.jspecify.annotations.NullMarked;
