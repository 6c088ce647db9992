package io.partita.nn.vertex;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What JSON has of a vertex's configuration: vertices that are equal in it compute the same. */
final class Properties {
  private Properties() {}

  /** The values of a vertex's own fields that JSON has, by their names. */
  static Map<String, Object> of(Object vertex) {
    Map<String, Object> values = new HashMap<>();
    for (Class<?> of = vertex.getClass();
        of != PlainVertex.class && of != WeightedVertex.class;
        of = of.getSuperclass()) {
      for (Field field : of.getDeclaredFields()) {
        if (field.isAnnotationPresent(JsonProperty.class)) {
          values.put(field.getName(), value(field, vertex));
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

  /** A vertex with the same values, from the constructor that JSON is read with. */
  @SuppressWarnings("unchecked")
  static <V> V copy(V vertex) {
    Map<String, Object> values = of(vertex);
    try {
      for (Constructor<?> constructor : vertex.getClass().getDeclaredConstructors()) {
        if (constructor.isAnnotationPresent(JsonCreator.class)) {
          constructor.setAccessible(true);
          return (V)
              constructor.newInstance(
                  Arrays.stream(constructor.getParameters())
                      .map(of -> values.get(of.getAnnotation(JsonProperty.class).value()))
                      .toArray());
        }
      }
      throw new NoSuchMethodException("No constructor of JSON: " + vertex.getClass());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
