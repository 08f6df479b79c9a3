package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import java.util.List;

/** Writes the login of a store. */
final class LoginMethod {
  private final Values values;
  private final String mount;
  private final FieldRemarks remarks;

  /**
   * @param mount of the auth method
   */
  LoginMethod(Values values, String mount) {
    this.values = values;
    this.mount = mount;
    this.remarks = values.auth().remarks();
  }

  /**
   * Writes it, or remarks why there is none.
   *
   * @return whether a ServiceAccount logs in, and no Secret
   */
  boolean write(String method, ObjectNode auth) {
    return switch (method) {
      case "kubernetes" -> {
        ObjectNode kubernetes = auth.putObject("kubernetes");
        kubernetes.put("mountPath", mountOr("kubernetes"));
        kubernetes.put("role", required("kubernetes.role"));
        kubernetes.set("serviceAccountRef", serviceAccount("kubernetes"));
        yield true;
      }
      case "jwt" -> jwt(auth.putObject("jwt"));
      case "appRole" -> {
        ObjectNode appRole = auth.putObject("appRole").put("path", mountOr("approle"));
        appRole.put("roleId", required("appRole.roleId"));
        if (values.text("appRole.secretIDPath").isEmpty()) {
          appRole.set("secretRef", reference(required("appRole.secretRef"), "id"));
        }
        yield false;
      }
      case "aws" -> {
        aws(auth.putObject("iam"));
        yield false;
      }
      case "gcp" -> false;
      default -> {
        remarks.refused("spec.method", "the operator has no such login");
        yield false;
      }
    };
  }

  private boolean jwt(ObjectNode jwt) {
    jwt.put("path", mountOr("jwt")).put("role", required("jwt.role"));
    String secret = values.text("jwt.secretRef");
    if (secret.isEmpty()) {
      jwt.putObject("kubernetesServiceAccountToken")
          .set("serviceAccountRef", serviceAccount("jwt"));
      return true;
    }
    jwt.set("secretRef", reference(secret, "jwt"));
    return false;
  }

  private void aws(ObjectNode iam) {
    iam.put("path", mountOr("aws")).put("vaultRole", required("aws.role"));
    if (!values.text("aws.region").isEmpty()) {
      iam.put("region", values.text("aws.region"));
    }
    if (!values.text("aws.headerValue").isEmpty()) {
      iam.put("vaultAwsIamServerID", values.text("aws.headerValue"));
    }
    String secret = values.text("aws.secretRef");
    if (secret.isEmpty()) {
      if (values.text("aws.irsaServiceAccount").isEmpty()) {
        remarks.refused(
            "spec.aws", "the node's identity would be shared by all: use a key or a role");
      }
      return;
    }
    ObjectNode reference = iam.putObject("secretRef");
    reference.set("accessKeyIDSecretRef", reference(secret, "access_key_id"));
    reference.set("secretAccessKeySecretRef", reference(secret, "secret_access_key"));
    remarks.check(
        "spec.aws.secretRef",
        "where the Secret has a session_token, add sessionTokenSecretRef to iam.secretRef");
  }

  private ObjectNode serviceAccount(String method) {
    ObjectNode reference = JsonNodeFactory.instance.objectNode();
    reference.put("name", required(method + ".serviceAccount"));
    List<String> audiences = values.texts(method + ".audiences");
    if (!audiences.isEmpty()) {
      ArrayNode all = reference.putArray("audiences");
      audiences.forEach(all::add);
    }
    return reference;
  }

  private String mountOr(String usual) {
    return mount.isEmpty() ? usual : mount.replaceAll("^/+|/+$", "");
  }

  private String required(String path) {
    String value = values.text(path);
    if (value.isEmpty()) {
      remarks.refused("spec." + path, "it is not there");
    }
    return value;
  }

  private static ObjectNode reference(String name, String key) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("key", key);
  }
}
