/**
 * Who may reach which path of which store. Pure: records in, a decision out. A grant is the only
 * thing that opens; whatever is unclear stays closed.
 */
@NullMarked
package dev.keyturn.operator.engine.tenancy;

import org.jspecify.annotations.NullMarked;
