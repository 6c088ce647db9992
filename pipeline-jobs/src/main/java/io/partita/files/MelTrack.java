package io.partita.files;

import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** A track of a lake's table mel. */
public final class MelTrack {
  /** Of an input that is a track. */
  public static final String PREFIX = "mel:";

  // A group of options takes no mixin.
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR",
      description = "Lake directory, local, hdfs: or s3a:.")
  String lake;

  @Option(
      names = "--track",
      required = true,
      paramLabel = "ID",
      converter = TrackId.class,
      description = "Track, by its track_id in the table mel.")
  private String track;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the track, if several have it.")
  private String dataset;

  /** As {@code mel:2} or {@code 2}. */
  static final class TrackId implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      return StringUtils.removeStart(name, PREFIX);
    }
  }

  /**
   * Reads its mel.
   *
   * @throws UserException if absent, or several data sets have one
   */
  MelFrames read() throws Exception {
    Lake opened = Lake.existing(lake, Spark.hadoopConfiguration());
    List<Row> segments;
    try (SparkSession spark = Spark.session("convert")) {
      segments = LakeReader.query(spark, opened, this::segments);
    }
    if (segments.isEmpty()) {
      throw new UserException(
          Mistake.NO_SUCH_TRACK,
          "Lake " + lake + " has no mel of a track " + track + ": see its table mel.");
    }
    List<String> datasets =
        segments.stream().map(row -> row.<String>getAs(LakeTable.DATASET)).distinct().toList();
    if (datasets.size() > 1) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Track " + track + " is in the data sets " + datasets + ": name one by --dataset.");
    }
    return MelFrames.of(segments);
  }

  private List<Row> segments(Map<LakeTable, Dataset<Row>> tables) {
    Column isTrack = col("track_id").equalTo(track);
    return tables
        .get(LakeTable.MEL)
        .where(dataset == null ? isTrack : isTrack.and(col(LakeTable.DATASET).equalTo(dataset)))
        .select("recipe", "recipe_version", "dtype", "n_mels", "mel", LakeTable.DATASET)
        .sort("segment")
        .collectAsList();
  }
}
