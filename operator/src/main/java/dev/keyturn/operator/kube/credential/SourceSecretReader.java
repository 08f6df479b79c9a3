package dev.keyturn.operator.kube.credential;

import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a whole Secret live, for the moment in which its values are written elsewhere. */
public final class SourceSecretReader {
  private final ApiServer api;

  public SourceSecretReader(ApiServer api) {
    this.api = api;
  }

  /** What a read found. */
  public sealed interface Result {

    /**
     * The Secret.
     *
     * @param data live values; the caller wipes them
     * @param version UID and version, as {@link ReferencedObjects#version} tells it
     */
    record Found(SortedMap<String, byte[]> data, String version) implements Result {
      /** Fills every value with zeros. */
      public void wipe() {
        data.values().forEach(value -> Arrays.fill(value, (byte) 0));
      }

      @Override
      public String toString() {
        return "Found" + data.keySet();
      }
    }

    /** There is no such Secret. */
    record Absent() implements Result {}

    /** The operator has no right to read it. */
    record Forbidden() implements Result {}

    /** The API server does not answer. */
    record Unavailable() implements Result {}
  }

  /** Reads it now. */
  public Result read(String namespace, String name) {
    String path = ApiCall.namespaced("/api/v1", namespace, "secrets", name);
    return switch (api.send(ApiCall.get(path))) {
      case ApiAnswer.Success(_, byte[] body) ->
          Answers.read(body, Secret.class)
              .map(SourceSecretReader::found)
              .orElseGet(Result.Unavailable::new);
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 -> new Result.Absent();
      case ApiAnswer.Refused(_) -> new Result.Forbidden();
      case ApiAnswer.Unavailable(_, _) -> new Result.Unavailable();
    };
  }

  private static Result found(Secret secret) {
    SortedMap<String, byte[]> data = new TreeMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text)));
    }
    return new Result.Found(data, Version.of(secret).text());
  }
}
