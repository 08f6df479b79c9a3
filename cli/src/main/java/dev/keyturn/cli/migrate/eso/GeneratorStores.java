package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Generators log in by themselves; here that is for a SecretStore. */
final class GeneratorStores {
  private final Stores stores;

  GeneratorStores(Stores stores) {
    this.stores = stores;
  }

  private Draft draft(@Nullable String namespace) {
    return new Draft(
        JsonNodeFactory.instance.objectNode(), new Reach(false, namespace), stores.accounts());
  }

  private String store(Origin generator, @Nullable String namespace, Draft draft) {
    return stores.madeFor(generator, namespace, draft.spec());
  }

  /**
   * @param assumes whether the store is to assume the generator's role; else the token does
   */
  String aws(Field spec, Origin generator, @Nullable String namespace, boolean assumes) {
    Draft draft = draft(namespace);
    AwsBackend.forTokens(spec, draft);
    if (!assumes) {
      ((ObjectNode) draft.spec().at("/provider/aws")).remove("role");
    }
    return store(generator, namespace, draft);
  }

  String google(Field spec, Origin generator, @Nullable String namespace) {
    Draft draft = draft(namespace);
    ObjectNode gcp = draft.provider("gcp");
    spec.copy(gcp, "projectID");
    GoogleBackend.identity(spec.member("auth"), gcp.putObject("auth"), draft);
    return store(generator, namespace, draft);
  }

  String github(Field spec, Origin generator, @Nullable String namespace) {
    Draft draft = draft(namespace);
    ObjectNode github = draft.provider("github");
    Field url = spec.member("url");
    if (url.isThere() && !url.text("").matches("https://(api[.])?github[.]com/?")) {
      Draft.address(url);
      github.put("url", url.text("").replaceAll("/+$", ""));
    }
    github.put("appID", spec.member("appID").text(""));
    Field key = spec.member("auth").member("privateKey").member("secretRef");
    ObjectNode reference = draft.reach().key(key);
    if (reference != null) {
      github.set("privateKeySecretRef", reference);
    }
    return store(generator, namespace, draft);
  }

  String vault(Field provider, Origin generator, @Nullable String namespace) {
    Draft draft = draft(namespace);
    VaultBackend.translate(provider, draft, Optional.empty());
    return store(generator, namespace, draft);
  }
}
