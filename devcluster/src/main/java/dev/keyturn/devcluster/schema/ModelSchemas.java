package dev.keyturn.devcluster.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schemas of the built-in kinds, read from the fields of the client's model classes. The model has
 * no descriptions and no merge keys: the keys are a table here. Thread-safe.
 */
public final class ModelSchemas implements Schema.Components {
  private static final String MODEL_PACKAGE = "io.fabric8.kubernetes.api.model.";

  /** {@code x-kubernetes-list-map-keys} of the built-in kinds, by field name or Class.field. */
  private static final Map<String, List<String>> LIST_KEYS =
      Map.ofEntries(
          Map.entry("ObjectMeta.ownerReferences", List.of("uid")),
          Map.entry("conditions", List.of("type")),
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ephemeralContainers", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("Container.env", List.of("name")),
          Map.entry("Container.ports", List.of("containerPort", "protocol")),
          Map.entry("Container.volumeMounts", List.of("mountPath")),
          Map.entry("PodSpec.hostAliases", List.of("ip")),
          Map.entry(
              "PodSpec.topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
          Map.entry("ServiceAccount.secrets", List.of("name")),
          Map.entry("ServiceSpec.ports", List.of("port", "protocol")));

  /** {@code x-kubernetes-map-type: atomic}: objects owned as a whole. */
  private static final Set<String> ATOMIC =
      Set.of(
          "ConfigMapKeySelector",
          "LabelSelector",
          "LocalObjectReference",
          "NodeSelector",
          "ObjectFieldSelector",
          "ObjectReference",
          "OwnerReference",
          "ResourceFieldSelector",
          "RoleRef",
          "SecretKeySelector",
          "SecretReference",
          "Subject",
          "TypedLocalObjectReference",
          "TypedObjectReference");

  private static final List<String> SETS = List.of("ObjectMeta.finalizers");

  private final Map<String, JsonNode> named = new ConcurrentHashMap<>();

  /** The root schema of a model class, for example {@code Secret}. */
  public Schema schemaOf(Class<?> model) {
    return new Schema(reference(model), this);
  }

  /** A schema that may refer to model classes, for example a custom kind with its metadata. */
  public Schema parse(JsonNode schema) {
    return new Schema(schema, this);
  }

  public static ObjectNode reference(Class<?> model) {
    return Json.object().put("$ref", Schema.reference(nameOf(model)));
  }

  public static String nameOf(Class<?> model) {
    return model.getName().substring(MODEL_PACKAGE.length());
  }

  /** The named schema and all it refers to, by name. */
  public SortedMap<String, JsonNode> closure(Class<?> model) {
    SortedMap<String, JsonNode> found = new TreeMap<>();
    collect(nameOf(model), found);
    return found;
  }

  private void collect(String name, SortedMap<String, JsonNode> found) {
    if (found.containsKey(name)) {
      return;
    }
    JsonNode schema = named(name);
    found.put(name, schema);
    for (JsonNode reference : schema.findValues("$ref")) {
      collect(reference.asText().substring(Schema.reference("").length()), found);
    }
  }

  @Override
  public JsonNode named(String name) {
    JsonNode known = named.get(name);
    if (known != null) {
      return known;
    }
    try {
      JsonNode made = describe(Class.forName(MODEL_PACKAGE + name));
      named.put(name, made);
      return made;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no model class " + name, e);
    }
  }

  private static ObjectNode describe(Class<?> model) {
    ObjectNode schema = Json.object().put("type", "object");
    if (ATOMIC.contains(model.getSimpleName())) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    ObjectNode properties = schema.putObject("properties");
    for (Class<?> type = model; type != null && type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        JsonProperty property = field.getAnnotation(JsonProperty.class);
        if (property != null) {
          String name = property.value().isEmpty() ? field.getName() : property.value();
          properties.set(name, describeField(model, name, field.getGenericType()));
        }
      }
    }
    return schema;
  }

  private static ObjectNode describeField(Class<?> owner, String name, Type type) {
    ObjectNode schema = describeType(type);
    if (!Json.text(schema, "type").equals("array")) {
      return schema;
    }
    String qualified = owner.getSimpleName() + "." + name;
    List<String> keys = LIST_KEYS.getOrDefault(qualified, LIST_KEYS.getOrDefault(name, List.of()));
    if (!keys.isEmpty() && schema.path("items").has("$ref")) {
      schema.put("x-kubernetes-list-type", "map");
      schema.set("x-kubernetes-list-map-keys", Json.strings(keys));
      schema.put("x-kubernetes-patch-strategy", "merge");
      schema.put("x-kubernetes-patch-merge-key", keys.getFirst());
    } else if (SETS.contains(qualified)) {
      schema.put("x-kubernetes-list-type", "set").put("x-kubernetes-patch-strategy", "merge");
    } else {
      schema.put("x-kubernetes-list-type", "atomic");
    }
    return schema;
  }

  private static ObjectNode describeType(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      if (parameterized.getRawType() == List.class) {
        ObjectNode list = Json.object().put("type", "array");
        list.set("items", describeType(arguments[0]));
        return list;
      }
      ObjectNode map = Json.object().put("type", "object");
      map.set("additionalProperties", describeType(arguments[1]));
      return map;
    }
    return type instanceof Class<?> plain ? describeClass(plain) : anything();
  }

  private static ObjectNode describeClass(Class<?> type) {
    if (type == String.class || type == MicroTime.class || type.isEnum()) {
      return Json.object().put("type", "string");
    }
    if (type == Integer.class || type == Long.class) {
      return Json.object().put("type", "integer");
    }
    if (type == Boolean.class) {
      return Json.object().put("type", "boolean");
    }
    if (type == Double.class || type == Float.class) {
      return Json.object().put("type", "number");
    }
    if (type == IntOrString.class || type == Quantity.class) {
      return Json.object().put("x-kubernetes-int-or-string", true);
    }
    boolean opaque =
        type.isInterface()
            || !KubernetesResource.class.isAssignableFrom(type)
            || AnyType.class.isAssignableFrom(type)
            || type == RawExtension.class
            || type.getSimpleName().equals("FieldsV1")
            || type.getSimpleName().startsWith("JSONSchemaProps");
    return opaque ? anything() : reference(type);
  }

  private static ObjectNode anything() {
    return Json.object().put("x-kubernetes-preserve-unknown-fields", true);
  }
}
