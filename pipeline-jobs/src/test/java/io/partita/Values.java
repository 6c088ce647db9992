package io.partita;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Values of rows, whichever classes a reader answers with. */
public final class Values {
  private Values() {}

  /** The same text for the same value, list or row. */
  public static String text(Object value) {
    try {
      if (value instanceof Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          values.add(row.get(i));
        }
        return text(values);
      } else if (value instanceof Blob blob) {
        return text(blob.getBytes(1, (int) blob.length()));
      } else if (value instanceof Array array) {
        return text(array.getArray());
      } else if (value instanceof Timestamp time) {
        return text(time.toInstant());
      } else if (value instanceof OffsetDateTime time) {
        return text(time.toInstant());
      } else if (value instanceof byte[] bytes) {
        return "bytes " + Arrays.toString(bytes);
      } else if (value instanceof int[] numbers) {
        return Arrays.toString(numbers);
      } else if (value instanceof Object[] values) {
        return text(Arrays.asList(values));
      } else if (value instanceof scala.collection.Map<?, ?> map) {
        return text(JavaConverters.mapAsJavaMap(map));
      } else if (value instanceof scala.collection.Seq<?> seq) {
        return text(JavaConverters.seqAsJavaList(seq));
      } else if (value instanceof List<?> list) {
        return list.stream().map(Values::text).toList().toString();
      }
      return String.valueOf(value);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read " + value, e);
    }
  }
}
