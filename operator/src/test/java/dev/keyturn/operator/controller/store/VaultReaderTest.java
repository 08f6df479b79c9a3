package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.crds.v1alpha1.VaultProvider;
import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.vault.VaultProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultReaderTest {
  private static final StoreKey OWN = new StoreKey(StoreKind.SecretStore, "shop", "vault");
  private static final StoreKey SHARED = new StoreKey(StoreKind.ClusterSecretStore, "", "vault");
  private static final String USER = "username: bot, secretRef: {name: u, key: p}";

  private final List<BackendHttp.Request> sent = new ArrayList<>();
  private final VaultReader reader =
      new VaultReader(
          new VaultProviderFactory(InstantSource.fixed(Instant.EPOCH), new NoClouds()),
          EndpointPolicy.of(List.of("https://*"), Set.of()));
  private final StoreConfigReader.Problems problems = new StoreConfigReader.Problems();

  private final class Recording implements BackendHttp {
    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      sent.add(request);
      return Outcome.failed(FailureClass.Unavailable);
    }

    @Override
    public void close() {}
  }

  private Optional<ProviderConfigs.Chosen> read(StoreKey store, String auth, String more) {
    try {
      VaultProvider vault =
          new YAMLMapper()
              .readValue(
                  "{server: 'https://vault.example', auth: {%s}%s}".formatted(auth, more),
                  VaultProvider.class);
      return reader.read(
          new StoreProvider(vault, null, null, null, null, null, null, null, null, null, null),
          new StoreConfigReader.Owner(store),
          problems);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ProviderConfigs.Chosen read(String auth, String more) {
    return read(OWN, auth, more).orElseThrow(() -> new AssertionError(problems.list()));
  }

  private ProviderConfigs.Chosen read(String auth) {
    return read(auth, "");
  }

  private List<String> wrong() {
    return problems.list().stream().map(ConfigProblem::field).toList();
  }

  /** Where each credential is kept, as {@code name=field Secret/key}. */
  private static Map<String, String> kept(ProviderConfigs.Chosen chosen) {
    Map<String, String> kept = new TreeMap<>();
    chosen
        .secrets()
        .forEach((name, reference) ->
            kept.put(
                name,
                reference.field().replace("provider.vault.auth.", "")
                    + " "
                    + reference.reference().name()
                    + "/"
                    + reference.key()));
    return kept;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token     | tokenSecretRef: {name: t, key: k}",
        "appRole   | appRole: {roleId: r, secretRef: {name: t, key: k}}",
        "kubernetes| kubernetes: {role: r, serviceAccountRef: {name: app}}",
        "jwt       | jwt: {role: r, secretRef: {name: t, key: k}}",
        "cert      | cert: {clientCert: {name: c, key: c}, secretRef: {name: c, key: k}}",
        "userPass  | userPass: {username: bot, secretRef: {name: u, key: p}}",
        "ldap      | ldap: {username: bot, secretRef: {name: u, key: p}}",
        "iam       | iam: {vaultRole: r, secretRef: {accessKeyIDSecretRef: {name: a, key: i},"
            + " secretAccessKeySecretRef: {name: a, key: k}}}",
        "gcp       | gcp: {role: r, secretRef: {secretAccessKeySecretRef: {name: g, key: j}}}"
      })
  void eachLoginIsOpened(String method, String auth) {
    ProviderConfigs.Chosen chosen = read(auth);
    try (ProviderClient client = chosen.opener().open(Credentials.none(), new Recording())) {
      assertThat(client.loginMethod()).isEqualTo(method);
    }
    assertThat(wrong()).isEmpty();
  }

  /** Vault's own defaults: {@code vault auth enable METHOD} without {@code -path}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "approle/login      | appRole: {roleId: r, secretRef: {name: t, key: k}}",
        "kubernetes/login   | kubernetes: {role: r, serviceAccountRef: {name: app}}",
        "jwt/login          | jwt: {role: r, secretRef: {name: t, key: k}}",
        "cert/login         | cert: {clientCert: {name: c, key: c}, secretRef: {name: c, key: k}}",
        "userpass/login/bot | userPass: {username: bot, secretRef: {name: u, key: p}}",
        "ldap/login/bot     | ldap: {username: bot, secretRef: {name: u, key: p}}",
      })
  @Proves("F004")
  void aLoginIsAtItsUsualMountUnlessAnotherIsNamed(String path, String auth) {
    ProviderConfigs.Chosen chosen = read(auth);
    Map<String, SecretBytes> secrets = new TreeMap<>();
    chosen.secrets().keySet().forEach(name -> secrets.put(name, SecretBytes.ofText("s")));
    Credentials credentials =
        new Credentials(
            secrets,
            Optional.of((audience, lifetime, deadline) -> Outcome.ok(SecretBytes.ofText("t"))));
    try (ProviderClient client = chosen.opener().open(credentials, new Recording())) {
      client.login(Deadline.after(Duration.ofSeconds(5)));
    }
    assertThat(sent)
        .extracting(request -> request.uri().toString())
        .containsExactly("https://vault.example/v1/auth/" + path);
  }

  @Test
  void credentialsAreKnownByTheirNames() {
    assertThat(kept(read("userPass: {" + USER + "}")))
        .isEqualTo(Map.of("password", "userPass.secretRef u/p"));
    assertThat(kept(read("ldap: {" + USER + "}")))
        .isEqualTo(Map.of("password", "ldap.secretRef u/p"));
    assertThat(kept(read("jwt: {role: r, secretRef: {name: t, key: k}}")))
        .isEqualTo(Map.of("jwt", "jwt.secretRef t/k"));
    assertThat(
            kept(
                read(
                    "iam: {vaultRole: r, secretRef: {accessKeyIDSecretRef: {name: a, key: i},"
                        + " secretAccessKeySecretRef: {name: b, key: k},"
                        + " sessionTokenSecretRef: {name: c, key: s}}}")))
        .isEqualTo(
            Map.of(
                "accessKeyID", "iam.secretRef.accessKeyIDSecretRef a/i",
                "secretAccessKey", "iam.secretRef.secretAccessKeySecretRef b/k",
                "sessionToken", "iam.secretRef.sessionTokenSecretRef c/s"));
    assertThat(
            kept(read("gcp: {role: r, secretRef: {secretAccessKeySecretRef: {name: g, key: j}}}")))
        .isEqualTo(Map.of("serviceAccountKey", "gcp.secretRef.secretAccessKeySecretRef g/j"));
  }

  @Test
  void aServiceAccountOfAJwtIsTheNamespacesOwn() {
    String auth = "jwt: {role: r, kubernetesServiceAccountToken: {serviceAccountRef: {name: app}}}";
    assertThat(read(auth).account()).contains(new StoreConfig.Account(Optional.of("shop"), "app"));
    assertThat(read(SHARED, auth, "").orElseThrow().account())
        .contains(new StoreConfig.Account(Optional.empty(), "app"));

    read(OWN, auth.replace("name: app", "name: app, namespace: ops"), "");
    assertThat(wrong())
        .containsExactly(
            "provider.vault.auth.jwt.kubernetesServiceAccountToken.serviceAccountRef.namespace");
  }

  @Test
  void aLoginByCertificateBringsTheConnectionsCertificate() {
    ProviderConfigs.Chosen chosen =
        read("cert: {clientCert: {name: c, key: tls.crt}, secretRef: {name: d, key: tls.key}}");
    assertThat(chosen.secrets()).isEmpty();
    assertThat(chosen.route().client())
        .contains(
            new StoreConfig.ClientCertificate(
                new StoreConfig.SecretKeyReference(
                    "provider.vault.auth.cert.clientCert",
                    Reference.secret("shop", "c"),
                    "tls.crt"),
                new StoreConfig.SecretKeyReference(
                    "provider.vault.auth.cert.secretRef",
                    Reference.secret("shop", "d"),
                    "tls.key")));
  }

  @Test
  void everyOtherLoginMayShowOne() {
    String tls = ", tls: {certSecretRef: {name: c, key: a}, keySecretRef: {name: c, key: b}}";
    assertThat(read("userPass: {" + USER + "}", tls).route().client()).isPresent();
    assertThat(read("userPass: {" + USER + "}").route().client()).isEmpty();

    read(OWN, "cert: {clientCert: {name: c, key: c}, secretRef: {name: c, key: k}}", tls);
    assertThat(wrong()).containsExactly("provider.vault.tls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "userPass: {username: bot, secretRef: {name: u, key: p}},"
            + " ldap: {username: bot, secretRef: {name: u, key: p}}",
        "tokenSecretRef: {name: t, key: k},"
            + " cert: {clientCert: {name: c, key: c}, secretRef: {name: c, key: k}}"
      })
  void exactlyOneLoginIsNamed(String auth) {
    assertThat(read(OWN, auth, "")).isEmpty();
    assertThat(wrong()).containsExactly("provider.vault.auth");
  }

  @Test
  void aJwtNeedsSomethingToShow() {
    read(OWN, "jwt: {role: r}", "");
    assertThat(wrong()).containsExactly("provider.vault.auth.jwt");
  }

  @Test
  void headersReachTheRequests() {
    ProviderConfigs.Chosen chosen =
        read(
            "userPass: {" + USER + "}",
            ", headers: {X-Team: shop}, readYourWrites: true, forwardInconsistent: true");
    try (ProviderClient client = chosen.opener().open(Credentials.none(), new Recording())) {
      client.probe(Deadline.after(Duration.ofSeconds(1)));
    }
    assertThat(sent)
        .singleElement()
        .satisfies(request ->
            assertThat(request.headers())
                .containsEntry("X-Team", "shop")
                .containsEntry("X-Vault-Inconsistent", "forward-active-node"));
  }

  private static final String OWN_ROLE =
      "iam: {vaultRole: r, jwt: {role: 'arn:aws:iam::123456789012:role/shop',"
          + " serviceAccountRef: {name: app}}}";
  private static final String OWN_POOL =
      "gcp: {role: r, workloadIdentity: {serviceAccountRef: {name: app}, clusterName: prod,"
          + " clusterLocation: europe-west3%s}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        OWN_ROLE,
        "gcp: {role: r, workloadIdentity: {serviceAccountRef: {name: app}, audience: //iam/p,"
            + " gcpServiceAccountEmail: shop@p.iam.gserviceaccount.com}}"
      })
  void aLoginByACloudPresentsTheAccountOfTheStoresNamespace(String auth) {
    ProviderConfigs.Chosen chosen = read(auth);
    assertThat(chosen.account()).hasValue(new StoreConfig.Account(Optional.of("shop"), "app"));
    assertThat(chosen.secrets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provider.vault.auth.iam          | iam: {vaultRole: r}",
        "provider.vault.auth.gcp.metadata | gcp: {role: r, metadata: {}}"
      })
  void onlyAClusterStoreLogsInAsTheOperator(String field, String auth) {
    assertThat(read(SHARED, auth, "")).isPresent();
    assertThat(problems.list()).isEmpty();
    read(OWN, auth, "");
    assertThat(wrong()).containsExactly(field);
  }

  @Test
  void aLoginByAPoolNeedsTheAccountThatSignsAndTheProjectOfTheCluster() {
    read(OWN, OWN_POOL.formatted(", clusterProjectID: p"), "");
    read(OWN, OWN_POOL.formatted(", gcpServiceAccountEmail: shop@p.iam.gserviceaccount.com"), "");
    assertThat(wrong())
        .containsExactly(
            "provider.vault.auth.gcp.workloadIdentity.gcpServiceAccountEmail",
            "provider.vault.auth.gcp.workloadIdentity");
  }
}
