/** The Helm charts and the alert rules, checked with the real Helm engine and the real promtool. */
@NullMarked
package dev.keyturn.e2e.chart;

import org.jspecify.annotations.NullMarked;
