package dev.keyturn.operator.provider.aws;

import java.util.Map;
import java.util.Optional;

/**
 * A role that is assumed with the keys of the identity before it.
 *
 * @param externalId what the role's trust policy may ask for
 * @param tags of the session, for the policies of the account
 */
public record AwsRole(String arn, Optional<String> externalId, Map<String, String> tags) {}
