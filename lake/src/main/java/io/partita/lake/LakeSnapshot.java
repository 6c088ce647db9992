package io.partita.lake;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.types.StructType;

/** The files of some tables at one moment: one whole version of each data set. */
public final class LakeSnapshot {
  private final SparkSession spark;
  private final Lake lake;
  private final Map<LakeTable, List<Part>> parts = new EnumMap<>(LakeTable.class);
  private final Map<String, JoinedSplits> splitsOf = new HashMap<>();

  private LakeSnapshot(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** The newest versions. */
  public static LakeSnapshot of(SparkSession spark, Lake lake, Collection<LakeTable> tables)
      throws IOException {
    Map<String, Map<LakeTable, LakeVersion.Table>> versions = lake.snapshot();
    LakeSnapshot snapshot = new LakeSnapshot(spark, lake);
    tables.forEach(table -> snapshot.list(table, versions));
    return snapshot;
  }

  /**
   * A table's rows over all data sets, with the columns of {@link LakeTable#readSchema()}. Each
   * call gives columns with identities of their own, so that a table can be joined to itself.
   */
  public Dataset<Row> rows(LakeTable table) {
    StructType schema = table.readSchema();
    Dataset<Row> rows = spark.createDataFrame(List.of(), schema);
    for (Part part : parts.get(table)) {
      Column[] columns =
          Arrays.stream(schema.fieldNames())
              .map(
                  name ->
                      part.constants().containsKey(name)
                          ? lit(part.constants().get(name)).as(name)
                          : col(name))
              .toArray(Column[]::new);
      rows = rows.union(part.rows(table, spark).select(columns));
    }
    return rows;
  }

  private void list(LakeTable table, Map<String, Map<LakeTable, LakeVersion.Table>> versions) {
    List<Part> found = new ArrayList<>();
    versions.forEach(
        (dataset, tables) -> {
          LakeVersion.Table content = tables.get(table);
          if (content != null) {
            JoinedSplits splits =
                table.spec().isSplitJoined()
                    ? splitsOf.computeIfAbsent(dataset, any -> splits(tables))
                    : null;
            content.files().stream()
                .collect(groupingBy(LakeVersion.Table::partition, TreeMap::new, toList()))
                .forEach(
                    (partition, files) ->
                        found.add(
                            new Part(
                                constants(dataset, partition), relation(table, files), splits)));
          }
        });
    parts.put(table, found);
  }

  private JoinedSplits splits(Map<LakeTable, LakeVersion.Table> tables) {
    boolean ofRecordings = tables.containsKey(AUDIO_TRACKS);
    LakeTable known = ofRecordings ? AUDIO_TRACKS : MIDI_FILES;
    LakeVersion.Table files = tables.get(known);
    LakeVersion.Table members = tables.get(MIDI_SOURCES);
    boolean keepsOfficial = files == null || RunReports.keepsOfficial(files.report());
    return new JoinedSplits(
        files == null ? null : relation(known, files.files()),
        ofRecordings,
        members == null || !keepsOfficial ? null : relation(MIDI_SOURCES, members.files()),
        files == null || files.rows() <= JoinedSplits.MOST_HELD);
  }

  /**
   * @param partition as {@code scheme=remi}, or empty
   */
  private static Map<String, String> constants(String dataset, String partition) {
    Map<String, String> constants = new HashMap<>(Map.of(LakeTable.DATASET, dataset));
    if (!partition.isEmpty()) {
      int equals = partition.indexOf('=');
      constants.put(partition.substring(0, equals), partition.substring(equals + 1));
    }
    return constants;
  }

  private BaseRelation relation(LakeTable table, List<DataFile> files) {
    String[] paths =
        files.stream()
            .map(file -> new Path(lake.root(), file.path()).toString())
            .toArray(String[]::new);
    Dataset<Row> rows = rows(table, paths);
    return ((LogicalRelation) rows.queryExecution().analyzed()).relation();
  }

  private Dataset<Row> rows(LakeTable table, String... paths) {
    try {
      return spark.read().schema(table.schema()).parquet(paths);
    } catch (Exception e) { // which Spark does not declare
      if (e instanceof AnalysisException missing
          && "PATH_NOT_FOUND".equals(missing.getErrorClass())) {
        throw new UserException(
            Mistake.DAMAGED_LAKE,
            "Cannot read %s, a file of the table %s: it is missing. Ingest the data set again."
                .formatted(missing.getMessageParameters().get("path"), table.tableName()),
            e);
      }
      throw e;
    }
  }

  /**
   * Files of one data set and one partition.
   *
   * @param constants what their rows have in the columns of folders
   * @param splits null where the files have theirs, or there are none
   */
  private record Part(Map<String, String> constants, BaseRelation files, JoinedSplits splits) {
    Dataset<Row> rows(LakeTable table, SparkSession spark) {
      Dataset<Row> rows = spark.baseRelationToDataFrame(files);
      return splits == null ? rows : splits.addTo(table, rows);
    }
  }
}
