package io.partita.model.latent;

import static io.partita.lake.table.LakeTable.CODES;
import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodePacking;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Spark;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The codes of a track of a data set, which each model has made of it. */
public final class TrackCodes {
  private TrackCodes() {}

  /**
   * The row of a model in the table codes; that of another where this has none.
   *
   * @throws UserException where no model has codes of the track
   */
  public static Row of(DecodeInput options, String dataset, Predicate<Row> isOfModel)
      throws Exception {
    Lake lake = options.open();
    lake.runId(dataset, CODES);
    List<Row> rows;
    try (SparkSession spark = Spark.session("codes of a track")) {
      rows =
          LakeReader.query(
              spark,
              lake,
              tables ->
                  tables
                      .get(CODES)
                      .where(col(DATASET).equalTo(dataset))
                      .where(col("track_id").equalTo(options.track))
                      .collectAsList());
    }
    if (rows.isEmpty()) {
      throw new UserException(
          Mistake.NO_SUCH_TRACK,
          "Data set %s has no codes of a track %s: see its table codes."
              .formatted(dataset, options.track));
    }
    return rows.stream().filter(isOfModel).findFirst().orElse(rows.get(0));
  }

  /**
   * The codes of such a row.
   *
   * @param entries of the model's codebooks
   * @return [stages][frames]
   * @throws MalformedInputException as {@link CodePacking#unpack} does
   */
  public static short[][] unpacked(Row row, int entries) throws MalformedInputException {
    return CodePacking.unpack(
        row.getAs("codes"),
        0,
        row.getAs("stages"),
        row.getAs("n_frames"),
        row.getAs("bits"),
        entries);
  }
}
