package dev.keyturn.e2e.proof;

import dev.keyturn.proof.FeatureTableContract;

/** The proof table is current: this module is the last one, so all tests are compiled by now. */
final class FeaturePageTest extends FeatureTableContract {}
