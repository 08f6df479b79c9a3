package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import io.github.jopenlibs.vault.EnvironmentLoader;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Auth;
import io.github.jopenlibs.vault.api.Logical;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets vault-java-driver make the requests of logins, renewal and key-value reads.
 *
 * <p>The driver takes most answers for a success, turns values into strings and drops nulls, so it
 * sees no answer at all: {@link DetachedHttpClient} sends what the driver made and keeps what came
 * back. Its look-ups in the environment and in files are off, and its entry class is left out
 * because it logs at every use. Health, lookup, revocation and the kind of a mount go through the
 * thin transport: the driver's health call refuses the statuses 474 and 530, its revocation takes
 * 200 for a fault, both put the answer's body into an exception, it has no call for a mount that a
 * reader may make, and its writes turn values into strings and its deletion takes every version. Of
 * the logins it makes two: that of AppRole and that of a JWT. Nor do leases and certificates go
 * through it: it puts the id of a lease into the URL and has no issuer.
 */
final class DriverTransport implements VaultTransport {
  private final String server;
  private final VaultAddress address;
  private final BackendHttp http;
  private final VaultTransport rest;

  DriverTransport(URI server, BackendHttp http, VaultTransport rest) {
    this.server = server.toString().replaceFirst("/$", "");
    this.address = new VaultAddress(server);
    this.http = http;
    this.rest = rest;
  }

  @Override
  public Outcome<BackendHttp.Answer> send(VaultOperation operation, Deadline deadline) {
    return switch (operation) {
      case VaultOperation.Health health -> rest.send(health, deadline);
      case VaultOperation.LookupSelf lookup -> rest.send(lookup, deadline);
      case VaultOperation.RevokeSelf revoke -> rest.send(revoke, deadline);
      case VaultOperation.Login login -> rest.send(login, deadline);
      case VaultOperation.Fetch fetch -> rest.send(fetch, deadline);
      case VaultOperation.Submit submit -> rest.send(submit, deadline);
      case VaultOperation.Mount mount -> rest.send(mount, deadline);
      case VaultOperation.MetadataV2 read -> rest.send(read, deadline);
      case VaultOperation.ListNames list -> rest.send(list, deadline);
      case VaultOperation.WriteV2 write -> rest.send(write, deadline);
      case VaultOperation.TagV2 tag -> rest.send(tag, deadline);
      case VaultOperation.ChangeV2 change -> rest.send(change, deadline);
      case VaultOperation.RenewSelf renew -> {
        DetachedHttpClient client = client(renew, Map.of(), SMALL_LIMIT, deadline);
        yield client.answerTo(
            () -> new Auth(config(client, text(renew.token()), renew.namespace())).renewSelf());
      }
      case VaultOperation.AppRoleLogin login -> {
        DetachedHttpClient client = client(login, Map.of(), SMALL_LIMIT, deadline);
        yield client.answerTo(() ->
            new Auth(config(client, null, login.namespace()))
                .loginByAppRole(login.path(), text(login.roleId()), text(login.secretId())));
      }
      case VaultOperation.KubernetesLogin login -> {
        DetachedHttpClient client = client(login, Map.of(), SMALL_LIMIT, deadline);
        yield client.answerTo(() ->
            new Auth(config(client, null, login.namespace()))
                .loginByJwt(login.path(), login.role(), text(login.jwt())));
      }
      case VaultOperation.ReadV1 read -> {
        DetachedHttpClient client = client(read, audit(read.auditId()), VALUE_LIMIT, deadline);
        yield client.answerTo(() ->
            new Logical(config(client, text(read.token()), read.namespace()).engineVersion(1))
                .read(read.mount() + "/" + read.key()));
      }
      case VaultOperation.ReadV2 read -> {
        DetachedHttpClient client = client(read, audit(read.auditId()), VALUE_LIMIT, deadline);
        yield client.answerTo(() -> readV2(client, read));
      }
    };
  }

  private void readV2(DetachedHttpClient client, VaultOperation.ReadV2 read) throws VaultException {
    int segments = read.mount().split("/", -1).length;
    Logical logical =
        new Logical(
            config(client, text(read.token()), read.namespace())
                .prefixPathDepth(segments)
                .engineVersion(2));
    String path = read.mount() + "/" + read.key();
    if (read.version().isPresent()) {
      logical.read(path, false, read.version().getAsInt());
    } else {
      logical.read(path);
    }
  }

  private DetachedHttpClient client(
      VaultOperation operation, Map<String, String> headers, int limit, Deadline deadline) {
    return new DetachedHttpClient(http, address.of(operation), headers, limit, deadline);
  }

  /** A new one for each call: the driver's is mutable and would be shared between threads. */
  private io.github.jopenlibs.vault.VaultConfig config(
      DetachedHttpClient client, @Nullable String token, Optional<String> namespace)
      throws VaultException {
    var config =
        new io.github.jopenlibs.vault.VaultConfig()
            .environmentLoader(new NoEnvironment())
            .address(server)
            .httpClient(client);
    if (token != null) {
      config.token(token);
    }
    if (namespace.isPresent()) {
      config.nameSpace(namespace.get());
    }
    return config.build();
  }

  private static Map<String, String> audit(String id) {
    return Map.of(AUDIT_ID, id);
  }

  private static String text(SecretBytes secret) {
    return secret.withText(text -> text);
  }

  @SuppressWarnings("serial") // the driver's class is serializable, this one is never serialized
  private static final class NoEnvironment extends EnvironmentLoader {
    @Override
    public @Nullable String loadVariable(String name) {
      return null;
    }
  }
}
