package io.twelvefactor.operator.factor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twelvefactor.operator.release.Unrenderable;

/**
 * Reads what an app declares in the form of a Kubernetes type that our schema leaves open.
 * Strictly: a misspelt field would come back from the API server as an error of its own, which is
 * tried again for ever.
 */
final class Declared {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated method) {
                  return false; // the client's types keep unknown fields otherwise
                }
              })
          .build();

  private Declared() {}

  /**
   * The value as a Kubernetes type.
   *
   * @param field of the app in which it was declared
   */
  static <T> T as(Class<T> kind, JsonNode value, String field) {
    try {
      return STRICT.treeToValue(value, kind);
    } catch (UnrecognizedPropertyException e) {
      throw new Unrenderable(
          "%s%s: a %s has no such field there".formatted(field, path(e), kind.getSimpleName()));
    } catch (JsonMappingException e) {
      throw new Unrenderable(
          "%s%s: not of the type that a %s has there"
              .formatted(field, path(e), kind.getSimpleName()));
    } catch (JsonProcessingException e) {
      throw new Unrenderable("%s is not a %s".formatted(field, kind.getSimpleName()));
    }
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append('.').append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
