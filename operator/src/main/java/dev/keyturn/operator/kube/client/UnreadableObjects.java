package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SecretStoreSpec;
import dev.keyturn.crds.v1alpha1.SecretStoreStatus;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one object that cannot be read from stopping all others of its kind: a list is read as a
 * whole, so an object that an older schema let in would stop the informer. Its spec becomes a
 * placeholder that no plan accepts, its status counts as absent.
 */
final class UnreadableObjects {
  private static final Map<Class<?>, Optional<Object>> PLACEHOLDERS =
      Map.of(
          SecretSyncSpec.class, Optional.of(SecretSyncSpec.UNREADABLE),
          SecretStoreSpec.class, Optional.of(SecretStoreSpec.UNREADABLE),
          ClusterSecretSyncSpec.class, Optional.of(ClusterSecretSyncSpec.UNREADABLE),
          TenantSecretScopeSpec.class, Optional.of(TenantSecretScopeSpec.UNREADABLE),
          SecretSyncStatus.class, Optional.empty(),
          SecretStoreStatus.class, Optional.empty(),
          ClusterSecretSyncStatus.class, Optional.empty(),
          TenantSecretScopeStatus.class, Optional.empty());

  private UnreadableObjects() {}

  /** Makes the reading of JSON tolerant of such objects. */
  static void tolerate(SimpleModule module) {
    module.setDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription description, JsonDeserializer<?> reader) {
      Optional<Object> placeholder = PLACEHOLDERS.get(description.getBeanClass());
      return placeholder == null ? reader : new Tolerant(reader, placeholder.orElse(null));
    }
  }

  private static final class Tolerant extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Object placeholder;

    Tolerant(JsonDeserializer<?> reader, @Nullable Object placeholder) {
      super(reader);
      this.placeholder = placeholder;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
      return new Tolerant(reader, placeholder);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.hasToken(JsonToken.START_OBJECT)) {
        parser.skipChildren();
        return placeholder;
      }
      int outside = depth(parser) - 1;
      try {
        return super.deserialize(parser, context);
      } catch (JsonMappingException e) {
        skipRest(parser, outside, e);
        return placeholder;
      }
    }

    /** Goes on to the end of the object whose reading failed somewhere within. */
    private static void skipRest(JsonParser parser, int outside, JsonMappingException failure)
        throws IOException {
      while (parser.currentToken() != JsonToken.END_OBJECT || depth(parser) > outside) {
        if (parser.nextToken() == null) {
          throw failure;
        }
      }
    }

    /** Counted, because contexts of a buffered event say that their nesting depth is 0. */
    private static int depth(JsonParser parser) {
      int depth = 0;
      for (JsonStreamContext context = parser.getParsingContext();
          context != null;
          context = context.getParent()) {
        depth++;
      }
      return depth;
    }
  }
}
