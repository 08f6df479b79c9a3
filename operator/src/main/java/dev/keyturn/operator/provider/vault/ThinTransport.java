package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.WipedOutput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes every request itself. */
final class ThinTransport implements VaultTransport {
  private final VaultAddress address;
  private final BackendHttp http;

  ThinTransport(VaultAddress address, BackendHttp http) {
    this.address = address;
    this.http = http;
  }

  @Override
  public Outcome<BackendHttp.Answer> send(VaultOperation operation, Deadline deadline) {
    return switch (operation) {
      case VaultOperation.Health health -> get(address.of(health), Map.of(), SMALL_LIMIT, deadline);
      case VaultOperation.LookupSelf self ->
          get(address.of(self), headers(self.token(), self.namespace()), SMALL_LIMIT, deadline);
      case VaultOperation.Mount mount ->
          get(address.of(mount), headers(mount.token(), mount.namespace()), SMALL_LIMIT, deadline);
      case VaultOperation.ReadV1 read ->
          read(address.of(read), read.token(), read.namespace(), read.auditId(), deadline);
      case VaultOperation.ReadV2 read ->
          read(address.of(read), read.token(), read.namespace(), read.auditId(), deadline);
      case VaultOperation.MetadataV2 read ->
          read(address.of(read), read.token(), read.namespace(), read.auditId(), deadline);
      case VaultOperation.ListNames list -> {
        Map<String, String> headers = headers(list.token(), list.namespace(), list.auditId());
        yield get(address.of(list), headers, PAGE_LIMIT, deadline);
      }
      case VaultOperation.Fetch fetch ->
          read(address.of(fetch), fetch.token(), fetch.namespace(), fetch.auditId(), deadline);
      case VaultOperation.Submit submit -> {
        Map<String, String> headers = headers(submit.token(), submit.namespace(), submit.auditId());
        yield post(address.of(submit), headers, submit.body(), VALUE_LIMIT, deadline);
      }
      case VaultOperation.WriteV2 write -> write(write, deadline);
      case VaultOperation.TagV2 tag ->
          post(
              address.of(tag),
              headers(tag.token(), tag.namespace(), tag.auditId()),
              body -> {
                body.writeObjectFieldStart("custom_metadata");
                for (Map.Entry<String, String> entry : new TreeMap<>(tag.tags()).entrySet()) {
                  body.writeStringField(entry.getKey(), entry.getValue());
                }
                body.writeEndObject();
              },
              deadline);
      case VaultOperation.ChangeV2 change ->
          post(
              address.of(change),
              headers(change.token(), change.namespace(), change.auditId()),
              body -> {
                body.writeArrayFieldStart("versions");
                body.writeNumber(change.version());
                body.writeEndArray();
              },
              deadline);
      case VaultOperation.RenewSelf self ->
          post(address.of(self), headers(self.token(), self.namespace()), body -> {}, deadline);
      case VaultOperation.RevokeSelf self ->
          post(address.of(self), headers(self.token(), self.namespace()), body -> {}, deadline);
      case VaultOperation.AppRoleLogin login ->
          post(
              address.of(login),
              headers(login.namespace()),
              body -> {
                RequestBody.member(body, "role_id", login.roleId());
                RequestBody.member(body, "secret_id", login.secretId());
              },
              deadline);
      case VaultOperation.Login login ->
          post(address.of(login), headers(login.namespace()), login.body(), SMALL_LIMIT, deadline);
      case VaultOperation.KubernetesLogin login ->
          post(
              address.of(login),
              headers(login.namespace()),
              body -> {
                body.writeStringField("role", login.role());
                RequestBody.member(body, "jwt", login.jwt());
              },
              deadline);
    };
  }

  private Outcome<BackendHttp.Answer> read(
      URI uri, SecretBytes token, Optional<String> namespace, String auditId, Deadline deadline) {
    return get(uri, headers(token, namespace, auditId), VALUE_LIMIT, deadline);
  }

  private Outcome<BackendHttp.Answer> get(
      URI uri, Map<String, String> headers, int limit, Deadline deadline) {
    return http.send(
        new BackendHttp.Request("GET", uri, headers, Optional.empty(), limit), deadline);
  }

  private Outcome<BackendHttp.Answer> post(
      URI uri, Map<String, String> headers, RequestBody.Members members, Deadline deadline) {
    try (SecretBytes body = RequestBody.of(members)) {
      return post(uri, headers, body, SMALL_LIMIT, deadline);
    }
  }

  private Outcome<BackendHttp.Answer> post(
      URI uri, Map<String, String> headers, SecretBytes body, int limit, Deadline deadline) {
    return http.send(
        new BackendHttp.Request("POST", uri, headers, Optional.of(body), limit), deadline);
  }

  /** The data is JSON already, and goes out as the bytes it is. */
  private Outcome<BackendHttp.Answer> write(VaultOperation.WriteV2 write, Deadline deadline) {
    byte[] before =
        ("{\"options\":{\"cas\":" + write.cas() + "},\"data\":").getBytes(StandardCharsets.UTF_8);
    try (WipedOutput output = new WipedOutput()) {
      output.write(before, 0, before.length);
      write
          .data()
          .with(data -> {
            output.write(data, 0, data.length);
            return data.length;
          });
      output.write('}');
      try (SecretBytes body = output.take()) {
        return http.send(
            new BackendHttp.Request(
                "POST",
                address.of(write),
                headers(write.token(), write.namespace(), write.auditId()),
                Optional.of(body),
                SMALL_LIMIT),
            deadline);
      }
    }
  }

  static Map<String, String> headers(Optional<String> namespace) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("X-Vault-Request", "true");
    namespace.ifPresent(name -> headers.put("X-Vault-Namespace", name));
    return headers;
  }

  private static Map<String, String> headers(SecretBytes token, Optional<String> namespace) {
    Map<String, String> headers = headers(namespace);
    headers.put("X-Vault-Token", token.withText(text -> text));
    return headers;
  }

  private static Map<String, String> headers(
      SecretBytes token, Optional<String> namespace, String auditId) {
    Map<String, String> headers = headers(token, namespace);
    headers.put(AUDIT_ID, auditId);
    return headers;
  }
}
