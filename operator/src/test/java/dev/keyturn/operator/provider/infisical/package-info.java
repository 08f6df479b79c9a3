/** Infisical: the provider against {@link FakeInfisical}, which speaks HTTP on loopback. */
@org.jspecify.annotations.NullMarked
package dev.keyturn.operator.provider.infisical;
