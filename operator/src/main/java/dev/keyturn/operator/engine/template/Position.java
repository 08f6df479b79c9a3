package dev.keyturn.operator.engine.template;

/** Where something stands in a template; line and column (in UTF-16 units) start at 1. */
record Position(int line, int column) {}
