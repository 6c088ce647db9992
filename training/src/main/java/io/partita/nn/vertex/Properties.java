package io.partita.nn.vertex;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What JSON has of a vertex's configuration: vertices that are equal in it compute the same. */
final class Properties {
  private Properties() {}

  /** The values of a vertex's own fields that JSON has. */
  static List<Object> of(Object vertex) {
    List<Object> values = new ArrayList<>();
    for (Class<?> of = vertex.getClass();
        of != PlainVertex.class && of != WeightedVertex.class;
        of = of.getSuperclass()) {
      for (Field field : of.getDeclaredFields()) {
        if (field.isAnnotationPresent(JsonProperty.class)) {
          values.add(value(field, vertex));
        }
      }
    }
    return values;
  }

  private static Object value(Field field, Object of) {
    try {
      field.setAccessible(true);
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
