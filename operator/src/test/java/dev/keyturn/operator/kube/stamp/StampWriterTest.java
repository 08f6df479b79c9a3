package dev.keyturn.operator.kube.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.client.ScriptedApiServer;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Request;
import dev.keyturn.operator.kube.client.ScriptedApiServer.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is sent, and what is made of the answers; the answers were seen on kube-apiserver 1.36.3.
 */
final class StampWriterTest {
  private static final String PATH = "/apis/keyturn.dev/v1alpha1/namespaces/shop/secretsyncs/db";
  private static final String APPLY = "PATCH " + PATH + "?fieldManager=keyturn-stamps&force=true";
  private static final String PATCH = "PATCH " + PATH + "?fieldManager=keyturn-stamps";
  private static final String SPEC = "{\"secretStoreRef\":{\"name\":\"vault\"}}";

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final KubernetesClients clients =
      new KubernetesClients(server.config(), "test", System::nanoTime);
  private boolean leading = true;
  private final StampWriter writer = new StampWriter(clients.writes(), namespace -> leading);
  private final StampRemover remover = new StampRemover(clients.writes(), namespace -> leading);

  StampWriterTest() throws IOException {}

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  @Test
  void theFirstOneIsOneRequestThatCreatesOrNothing() {
    server.answer(request -> Response.json(201, sync("owner-uid", SPEC)));
    assertThat(writer.create(stamp())).isInstanceOf(StampResult.Written.class);
    assertThat(lines()).containsExactly(APPLY);
    assertThat(server.requests().getFirst().body())
        .isEqualTo(
            """
            {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"namespace":"shop",\
            "name":"db","resourceVersion":"1","labels":{"team":"shop"},"ownerReferences":[{\
            "apiVersion":"keyturn.dev/v1alpha1","kind":"ClusterSecretSync","name":"all",\
            "uid":"owner-uid","controller":true,"blockOwnerDeletion":true}]},\
            "spec":{"secretStoreRef":{"name":"vault"}}}\
            """);
  }

  @Test
  void whatTheCacheDidNotShowIsLookedAtAndLeftAloneWhereItIsNotOurs() {
    server.answer(request ->
        request.method().equals("GET")
            ? Response.json(200, sync("another-uid", SPEC))
            : Response.status(409, "Conflict"));
    assertThat(writer.create(stamp())).isEqualTo(new StampResult.Foreign());
    assertThat(lines()).containsExactly(APPLY, "GET " + PATH);
  }

  @Test
  void ofOursTheVeryVersionThatWasLookedAtIsWritten() {
    server.answer(request -> {
      if (request.method().equals("GET")) {
        return Response.json(200, sync("owner-uid", SPEC));
      }
      return request.body().contains("\"resourceVersion\":\"7\"")
          ? Response.json(200, sync("owner-uid", SPEC))
          : Response.status(409, "Conflict");
    });
    assertThat(writer.update(stamp(), "uid-1", "6")).isInstanceOf(StampResult.Written.class);
    assertThat(lines()).containsExactly(APPLY, "GET " + PATH, APPLY);
    assertThat(server.requests().getLast().body()).contains("\"uid\":\"uid-1\"");
  }

  @Test
  void fieldsThatOthersAddedGoByAPatchOfThatVersion() {
    String strange = SPEC.replace("}}", "},\"suspend\":true}");
    server.answer(request ->
        Response.json(200, sync("owner-uid", request.path().contains("force") ? strange : SPEC)));
    assertThat(writer.update(stamp(), "uid-1", "7")).isInstanceOf(StampResult.Written.class);
    assertThat(lines()).containsExactly(APPLY, PATCH);
    assertThat(server.requests().getLast().body())
        .isEqualTo(
            """
            [{"op":"test","path":"/metadata/uid","value":"uid-1"},\
            {"op":"test","path":"/metadata/resourceVersion","value":"7"},\
            {"op":"replace","path":"/spec","value":{"secretStoreRef":{"name":"vault"}}}]\
            """);
  }

  @Test
  void aPatchOfAnOlderVersionIsTriedAgainAndAServerThatChangesEveryWriteIsNotFought() {
    String strange = SPEC.replace("}}", "},\"suspend\":true}");
    server.answer(request ->
        request.path().equals(PATH + "?fieldManager=keyturn-stamps")
            ? Response.status(422, "Invalid")
            : Response.json(200, sync("owner-uid", strange)));
    assertThat(writer.update(stamp(), "uid-1", "7")).isEqualTo(new StampResult.Contended());
    assertThat(lines()).hasSize(15);

    server.answer(request -> Response.json(200, sync("owner-uid", strange)));
    assertThat(writer.update(stamp(), "uid-1", "7")).isEqualTo(new StampResult.Contended());
    assertThat(lines()).hasSize(17);
  }

  @Test
  void refusalsAndSilenceAreToldApart() {
    server.answer(request ->
        Response.json(
            403,
            "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"secretsyncs is forbidden:"
                + " User \\\"x\\\" cannot\"}"));
    assertThat(writer.create(stamp())).isEqualTo(new StampResult.Forbidden(Detail.NOT_ENROLLED));
    server.answer(request ->
        Response.json(
            403,
            "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"details\":{\"causes\":[{\"reason\":"
                + "\"NamespaceTerminating\"}]}}"));
    assertThat(writer.create(stamp())).isEqualTo(new StampResult.NamespaceGone());
    server.answer(request -> Response.status(404, "NotFound"));
    assertThat(writer.create(stamp())).isEqualTo(new StampResult.NamespaceGone());
    server.answer(request -> Response.status(500, "InternalError"));
    assertThat(writer.create(stamp())).isEqualTo(new StampResult.Unavailable());
    leading = false;
    int sent = server.requests().size();
    assertThat(writer.create(stamp())).isEqualTo(new StampResult.NotLeader());
    assertThat(server.requests()).hasSize(sent);
  }

  @Test
  void aRemovalNamesTheObjectAndTheVersionThatItSaw() {
    server.answer(request -> Response.json(200, sync("owner-uid", SPEC)));
    assertThat(remover.remove("shop", "db", "uid-1", "owner-uid"))
        .isEqualTo(new StampResult.Removed());
    assertThat(lines()).containsExactly("GET " + PATH, "DELETE " + PATH);
    assertThat(server.requests().getLast().body())
        .contains("\"preconditions\":{\"uid\":\"uid-1\",\"resourceVersion\":\"7\"}");
  }

  @Test
  void nothingIsRemovedThatIsNotThatObjectOrNotOursAnyMore() {
    server.answer(request -> Response.json(200, sync("another-uid", SPEC)));
    assertThat(remover.remove("shop", "db", "uid-1", "owner-uid"))
        .isEqualTo(new StampResult.Removed());
    server.answer(request -> Response.json(200, sync("owner-uid", SPEC)));
    assertThat(remover.remove("shop", "db", "uid-0", "owner-uid"))
        .isEqualTo(new StampResult.Removed());
    leading = false;
    assertThat(remover.remove("shop", "db", "uid-1", "owner-uid"))
        .isEqualTo(new StampResult.NotLeader());
    assertThat(lines()).noneMatch(line -> line.startsWith("DELETE"));
  }

  private List<String> lines() {
    return server.requests().stream().map(StampWriterTest::line).toList();
  }

  private static String line(Request request) {
    return request.method() + " " + request.path();
  }

  private static String sync(String controller, String spec) {
    return """
    {"apiVersion":"keyturn.dev/v1alpha1","kind":"SecretSync","metadata":{"namespace":"shop",
     "name":"db","uid":"uid-1","resourceVersion":"7",
     "ownerReferences":[{"uid":"%s","controller":true}]},"spec":%s}
    """
        .formatted(controller, spec);
  }

  private static Stamp stamp() {
    try {
      return new Stamp(
          "shop",
          "db",
          new Stamp.Owner("ClusterSecretSync", "all", "owner-uid"),
          Map.of("team", "shop"),
          Map.of(),
          new ObjectMapper().readValue(SPEC, SecretSyncSpec.class));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
