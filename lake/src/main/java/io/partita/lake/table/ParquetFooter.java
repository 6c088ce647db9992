package io.partita.lake.table;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The end of a Parquet file, which says what the file holds and is missing from a cut one. */
public final class ParquetFooter {
  /** Columns that say which content or recording a row is of. */
  /** Columns that name a content, the first of which counts that a table has. */
  private static final List<String> KEYS = List.of("midi_md5", "track_id");

  private ParquetFooter() {}

  /**
   * What keeps a file from being one of a table.
   *
   * @return one phrase: a column that is not there or is of another type; empty of a sound file.
   *     Columns may be nullable that are declared to be not, as other tools write them so; those
   *     that {@linkplain Columns#isLater came later} may be missing.
   * @throws IOException when the file is gone, or its file system fails; Parquet also throws
   *     unchecked exceptions where a file is none of its own
   */
  public static Optional<String> defect(Path file, LakeTable table, Configuration conf)
      throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      MessageType found = reader.getFileMetaData().getSchema();
      return ParquetSchema.of(table.schema()).getFields().stream()
          .filter(column -> !isAlike(found, column) && !isOfLaterVersions(found, column, table))
          .map(
              column ->
                  found.containsField(column.getName())
                      ? "its column " + column.getName() + " is of another type"
                      : "it has no column " + column.getName())
          .findFirst();
    }
  }

  /**
   * How many rows a file holds.
   *
   * @throws IOException as {@link #defect} does
   */
  public static long rows(Path file, Configuration conf) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      return reader.getRecordCount();
    }
  }

  /**
   * The key-value pairs of a file, which say what run made it.
   *
   * @throws IOException as {@link #defect} does
   */
  public static Map<String, String> provenance(Path file, Configuration conf) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      return reader.getFileMetaData().getKeyValueMetaData();
    }
  }

  /**
   * The column that says which content a row is of; empty if absent.
   *
   * @param has whether there is a column of a name
   */
  public static Optional<String> key(Predicate<String> has) {
    return KEYS.stream().filter(has).findFirst();
  }

  /**
   * What a file holds, for the version that lists it.
   *
   * @param leastKey least value of {@code midi_md5}, or else {@code track_id}; null where the file
   *     has neither, or does not say
   * @param greatestKey greatest one
   */
  public record Summary(long rows, String leastKey, String greatestKey) {}

  /**
   * Sums a file up.
   *
   * @throws IOException as {@link #defect} does
   */
  public static Summary summary(Path file, Configuration conf) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      Optional<String> key = key(schema::containsField);
      String least = null;
      String greatest = null;
      for (BlockMetaData group : key.isEmpty() ? List.<BlockMetaData>of() : reader.getRowGroups()) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          if (column.getPath().toDotString().equals(key.get())) {
            if (!(column.getStatistics() instanceof BinaryStatistics values)
                || !values.hasNonNullValue()) {
              return new Summary(reader.getRecordCount(), null, null);
            }
            String first = values.genericGetMin().toStringUsingUTF8();
            String last = values.genericGetMax().toStringUsingUTF8();
            least = least == null || first.compareTo(least) < 0 ? first : least;
            greatest = greatest == null || last.compareTo(greatest) > 0 ? last : greatest;
          }
        }
      }
      return new Summary(reader.getRecordCount(), least, greatest);
    }
  }

  /** Whether Parquet did not like what it read; files that are gone are not meant. */
  public static boolean isDamage(Exception failure) {
    Throwable root = ExceptionUtils.getRootCause(failure);
    return !(root instanceof FileNotFoundException)
        && !root.getClass().getName().startsWith("org.apache.hadoop.")
        && Arrays.stream(root.getStackTrace())
            .anyMatch(element -> element.getClassName().startsWith("org.apache.parquet."));
  }

  /**
   * What to say of a file of a table that {@linkplain #isDamage cannot be read}.
   *
   * @param file as the reason may name it
   */
  public static UserException damaged(String file, LakeTable table, Exception failure) {
    String reason = String.valueOf(ExceptionUtils.getRootCause(failure).getMessage());
    return new UserException(
        Mistake.DAMAGED_LAKE,
        "Cannot read %s, a file of the table %s: %s. Ingest the data set again."
            .formatted(
                file, table.tableName(), reason.lines().findFirst().orElse("").replace(file, "it")),
        failure);
  }

  private static boolean isOfLaterVersions(MessageType found, Type column, LakeTable table) {
    return !found.containsField(column.getName())
        && Columns.isLater(table.schema().apply(column.getName()));
  }

  private static boolean isAlike(MessageType found, Type declared) {
    if (!found.containsField(declared.getName())) {
      return false;
    }
    Type column = found.getType(declared.getName());
    if (!declared.isPrimitive()) {
      return !column.isPrimitive();
    }
    return column.isPrimitive()
        && column.asPrimitiveType().getPrimitiveTypeName()
            == declared.asPrimitiveType().getPrimitiveTypeName();
  }
}
