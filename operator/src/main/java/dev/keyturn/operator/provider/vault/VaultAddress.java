package dev.keyturn.operator.provider.vault;

import java.net.URI;

/** Where the operations of one server live; pure. */
final class VaultAddress {
  private final String base;

  VaultAddress(URI server) {
    String text = server.toString();
    this.base = (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/v1/";
  }

  /** The events of all key-value mounts; what they say is JSON. */
  URI ofEvents() {
    return URI.create(base + "sys/events/subscribe/kv*?json=true");
  }

  URI of(VaultOperation operation) {
    return URI.create(
        base
            + switch (operation) {
              case VaultOperation.Health health -> "sys/health";
              case VaultOperation.LookupSelf self -> "auth/token/lookup-self";
              case VaultOperation.RenewSelf self -> "auth/token/renew-self";
              case VaultOperation.RevokeSelf self -> "auth/token/revoke-self";
              case VaultOperation.AppRoleLogin login -> "auth/" + login.path() + "/login";
              case VaultOperation.KubernetesLogin login -> "auth/" + login.path() + "/login";
              case VaultOperation.Login login -> login.path();
              case VaultOperation.Fetch fetch -> fetch.path();
              case VaultOperation.Submit submit -> submit.path();
              case VaultOperation.Mount mount -> "sys/internal/ui/mounts/" + mount.mount();
              case VaultOperation.ReadV1 read -> read.mount() + "/" + read.key();
              case VaultOperation.ListNames list ->
                  list.mount()
                      + (list.metadata() ? "/metadata/" : "/")
                      + list.folder()
                      + "?list=true";
              case VaultOperation.ReadV2 read ->
                  read.mount() + "/data/" + read.key() + version(read);
              case VaultOperation.MetadataV2 read -> read.mount() + "/metadata/" + read.key();
              case VaultOperation.WriteV2 write -> write.mount() + "/data/" + write.key();
              case VaultOperation.TagV2 tag -> tag.mount() + "/metadata/" + tag.key();
              case VaultOperation.ChangeV2 change ->
                  change.mount() + "/" + change.change().path() + "/" + change.key();
            });
  }

  private static String version(VaultOperation.ReadV2 read) {
    return read.version().isPresent() ? "?version=" + read.version().getAsInt() : "";
  }
}
