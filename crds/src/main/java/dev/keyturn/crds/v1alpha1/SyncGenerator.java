package dev.keyturn.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a value is made: exactly one member. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.password), has(self.bytes), has(self.uuid), has(self.sshKey),"
            + " has(self.keyPair), has(self.totp)].filter(set, set).size() == 1",
    message = "exactly one of password, bytes, uuid, sshKey, keyPair and totp must be set")
public record SyncGenerator(
    @JsonPropertyDescription("Letters, digits and symbols.") @Nullable PasswordGenerator password,
    @JsonPropertyDescription("Random bytes.") @Nullable BytesGenerator bytes,
    @JsonPropertyDescription("A random UUID of version 4; an identifier, not a key. Example: {}.")
        @Nullable PlainGenerator uuid,
    @JsonPropertyDescription("An SSH key in OpenSSH format; its public part is at <secretKey>.pub.")
        @Nullable SshKeyGenerator sshKey,
    @JsonPropertyDescription(
            "A pair of keys for signatures; its public part is at <secretKey>.pub.")
        @Nullable KeyPairGenerator keyPair,
    @JsonPropertyDescription(
            "A seed of 20 bytes for one-time passwords in base32 (RFC 6238). Example: {}.")
        @Nullable PlainGenerator totp) {}
