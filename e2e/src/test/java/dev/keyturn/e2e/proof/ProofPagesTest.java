package dev.keyturn.e2e.proof;

import dev.keyturn.proof.ProofPagesContract;

/** The proof tables are current: this module is the last one, so all tests are compiled by now. */
final class ProofPagesTest extends ProofPagesContract {}
