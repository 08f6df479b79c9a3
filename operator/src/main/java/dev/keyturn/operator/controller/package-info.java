/** What the controllers of all kinds share. */
@NullMarked
package dev.keyturn.operator.controller;

import org.jspecify.annotations.NullMarked;
