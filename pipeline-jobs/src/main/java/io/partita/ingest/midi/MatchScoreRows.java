package io.partita.ingest.midi;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.catalog.MatchScores;
import io.partita.input.InputPath;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Match scores as rows (track_id, midi_md5, score), pulled one at a time. */
final class MatchScoreRows implements Iterator<Row>, AutoCloseable {
  private static final StructType SCHEMA =
      new StructType()
          .add("track_id", DataTypes.StringType)
          .add("midi_md5", DataTypes.StringType)
          .add("score", DataTypes.DoubleType);

  private final String path;
  private final MatchScores scores;
  private Optional<MatchScores.Match> next = Optional.empty();

  private MatchScoreRows(String path, Configuration conf) throws IOException {
    this.path = path;
    this.scores =
        AtInput.call(
            path,
            () ->
                new MatchScores(
                    InputPath.file("--match-scores", path, conf).open(conf).openStream()));
  }

  /** All rows, parsed by one task. */
  static Dataset<Row> read(SparkSession spark, String path) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    return spark.createDataFrame(
        context
            .parallelize(List.of(path), 1)
            .flatMap(p -> new MatchScoreRows(p, conf.value().value())),
        SCHEMA);
  }

  /**
   * Reads all of it once, on the driver, so that a broken file is said before Spark starts.
   *
   * @throws UserException when it holds no match scores
   */
  static long check(String path, Configuration conf) throws IOException {
    long rows = 0;
    try (MatchScoreRows all = new MatchScoreRows(path, conf)) {
      while (all.hasNext()) {
        all.next();
        rows++;
      }
    }
    return rows;
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty()) {
      next = AtInput.callUnchecked(path, this::read);
    }
    return next.isPresent();
  }

  private Optional<MatchScores.Match> read() throws IOException {
    try {
      return scores.next();
    } catch (MalformedInputException e) {
      throw new UserException(
          "--match-scores " + path + " is not {track_id: {md5: score}}: " + e.detail() + ".", e);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    MatchScores.Match match = next.get();
    next = Optional.empty();
    return RowFactory.create(match.msdTrackId(), match.md5(), match.score());
  }

  @Override
  public void close() throws IOException {
    scores.close();
  }
}
