package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Keeps of {@code metadata.managedFields} of our own kinds what somebody asks for: who has applied
 * which labels and annotations. The API server keeps there a tree with a node for every field that
 * anybody set; of an object in an informer's cache it was more than half of the memory.
 */
abstract class LeanMetadata {
  private LeanMetadata() {}

  static void register(SimpleModule module) {
    module.setMixInAnnotation(CustomResource.class, LeanMetadata.class);
    module.addDeserializer(FieldsV1.class, new Fields());
  }

  @JsonDeserialize(using = Reader.class)
  abstract ObjectMeta getMetadata();

  private static final String METADATA = "f:metadata";

  private static final class Reader extends JsonDeserializer<ObjectMeta> {
    @Override
    public ObjectMeta deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      context.setAttribute(LeanMetadata.class, true);
      ObjectMeta meta = context.readValue(parser, ObjectMeta.class);
      context.setAttribute(LeanMetadata.class, null);
      List<ManagedFieldsEntry> entries =
          Objects.requireNonNullElse(meta.getManagedFields(), List.of());
      meta.setManagedFields(entries.stream().filter(Reader::hasAppliedMetadata).toList());
      return meta;
    }

    private static boolean hasAppliedMetadata(ManagedFieldsEntry entry) {
      FieldsV1 fields = entry.getFieldsV1();
      return "Apply".equals(entry.getOperation())
          && fields != null
          && !fields.getAdditionalProperties().isEmpty();
    }
  }

  /** Passes over what nobody asks for while it is read, instead of making a tree of it first. */
  private static final class Fields extends JsonDeserializer<FieldsV1> {
    @Override
    public FieldsV1 deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      boolean all = context.getAttribute(LeanMetadata.class) == null;
      FieldsV1 fields = new FieldsV1();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (all || name.equals(METADATA)) {
          fields.setAdditionalProperty(name, context.readValue(parser, Object.class));
        } else {
          parser.skipChildren();
        }
      }
      return fields;
    }
  }
}
