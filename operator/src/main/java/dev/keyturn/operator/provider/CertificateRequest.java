package dev.keyturn.operator.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a certificate with its key.
 *
 * @param mount of the engine that issues, final: scope checked
 * @param issuer empty for the role's
 * @param ttl empty for the role's
 */
public record CertificateRequest(
    String mount,
    String role,
    Optional<String> issuer,
    String commonName,
    List<String> altNames,
    List<String> ipSans,
    List<String> uriSans,
    Optional<Duration> ttl) {}
