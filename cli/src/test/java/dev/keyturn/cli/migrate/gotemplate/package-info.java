@org.jspecify.annotations.NullMarked
package dev.keyturn.cli.migrate.gotemplate;
