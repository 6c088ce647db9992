package io.partita.ingest.midi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.partita.AtInput;
import io.partita.UserException;
import io.partita.input.InputPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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

/**
 * Lakh's {@code match_scores.json}, {@code {track_id: {md5: score}}}, as a stream of (track_id,
 * midi_md5, score). Scores are kept as they are; a few published ones are above 1.
 */
final class MatchScores implements Iterator<Row>, AutoCloseable {
  private static final StructType SCHEMA =
      new StructType()
          .add("track_id", DataTypes.StringType)
          .add("midi_md5", DataTypes.StringType)
          .add("score", DataTypes.DoubleType);

  private final String path;
  private final InputStream in;
  private final JsonParser json;
  private final Deque<Row> next = new ArrayDeque<>();
  private String trackId;
  private boolean ended;

  MatchScores(String path, Configuration conf) throws IOException {
    this.path = path;
    this.in =
        AtInput.call(
            path, () -> InputPath.file("--match-scores", path, conf).open(conf).openStream());
    this.json = new JsonFactory().createParser(in);
  }

  /** Rows (track_id, midi_md5, score), parsed by one task. */
  static Dataset<Row> read(SparkSession spark, String path) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    return spark.createDataFrame(
        context
            .parallelize(List.of(path), 1)
            .flatMap(p -> new MatchScores(p, conf.value().value())),
        SCHEMA);
  }

  /** Reads all of it once, on the driver, so that a broken file is said before Spark starts. */
  static long check(String path, Configuration conf) throws IOException {
    long rows = 0;
    try (MatchScores scores = new MatchScores(path, conf)) {
      while (scores.hasNext()) {
        scores.next();
        rows++;
      }
    }
    return rows;
  }

  /**
   * @throws UserException when the file is not of the shape above
   */
  @Override
  public boolean hasNext() {
    return AtInput.callUnchecked(path, this::isMore);
  }

  private boolean isMore() throws IOException {
    try {
      while (next.isEmpty() && !ended) {
        step();
      }
      return !next.isEmpty();
    } catch (JsonProcessingException e) {
      throw notMatchScores(e.getOriginalMessage());
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.remove();
  }

  private void step() throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      if (trackId == null
          && json.getParsingContext().inRoot()
          && json.getTokenLocation().getByteOffset() <= 0) {
        throw notMatchScores("the file is empty");
      }
      ended = true;
      return;
    }
    int depth = depth();
    switch (token) {
      case START_OBJECT -> {
        if (depth > 2) {
          throw notMatchScores("objects are nested too deep");
        }
      }
      case END_OBJECT -> {}
      case FIELD_NAME -> {
        if (depth == 1) {
          trackId = json.getCurrentName();
        }
      }
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> {
        if (depth != 2) {
          throw notMatchScores("a score stands outside a track");
        }
        next.add(RowFactory.create(trackId, json.getCurrentName(), json.getDoubleValue()));
      }
      default -> throw notMatchScores("it holds " + json.getText());
    }
  }

  private int depth() {
    int depth = 0;
    for (var context = json.getParsingContext(); !context.inRoot(); context = context.getParent()) {
      depth++;
    }
    return depth;
  }

  private UserException notMatchScores(String why) {
    return new UserException(
        "--match-scores "
            + path
            + " is not {track_id: {md5: score}}: "
            + why
            + ", line "
            + json.getCurrentLocation().getLineNr()
            + ".");
  }

  @Override
  public void close() throws IOException {
    json.close();
    in.close();
  }
}
