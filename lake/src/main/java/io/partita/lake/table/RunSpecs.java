package io.partita.lake.table;

import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tables of what runs rejected, how trainings went, and what was counted of other tables. */
final class RunSpecs {
  private RunSpecs() {}

  /**
   * @param hasNotes whether the quarantine of an ingest may have rows that are no rejected members
   */
  public static TableSpec quarantine(Predicate<String> hasNotes) {
    return TableSpec.table(
            "quarantine",
            "One row for each rejected member, for an archive that could not be read to its end,"
                + " and for metadata that fits nothing.")
        .columns(
            required("source", StringType, "input it came from, as its shortest distinct name"),
            required(
                "path",
                StringType,
                "member's path; the input's own when that is damaged; the metadata file's for a bad"
                    + " row of it"),
            optional("md5", StringType, "MD5 of the bytes; null where they could not be read"),
            optional("size_bytes", LongType, "bytes, as far as known"),
            required("fault", StringType, "kind of defect"),
            required(
                "byte_offset",
                LongType,
                "where it was noticed, from the start of the member, or of the archive where the"
                    + " fault is the archive's"),
            required("detail", StringType, "one sentence for a person"),
            required("run_id", StringType, "the run that rejected it"),
            later(
                "bytes_around",
                BinaryType,
                "the member's bytes from 16 before byte_offset, or before its end where that is"
                    + " nearer, 32 at most; null where the offset is in none of its own bytes"))
        .repeatedKey("source", "path", "fault")
        .origin(Origin.ingestedByAll())
        .reported(
            new Reported(
                "`members.rejected`; not where the ingest leaves notes besides",
                report -> rejected(report, hasNotes)))
        .statistics(StatisticsPlan.NONE.category("fault"))
        .build();
  }

  public static TableSpec trainingRuns() {
    List<TrainedKind> kinds = TrainedKind.all();
    return TableSpec.table(
            "training_runs",
            "How trainings went: one row for each line of a model's metrics.jsonl.")
        .columns(
            required(
                "run_id",
                StringType,
                "names the training by data set, options and version; a resumed one keeps it"),
            required("model", StringType, "the model's folder, as given"),
            required("kind", StringType, "of model, as note-lstm"),
            required("epoch", DoubleType, "passes over the examples so far, with the fraction"),
            required("iteration", LongType, "updates that each worker has made so far"),
            required("examples", LongType, "trained on so far, by all workers"),
            later(
                "loss",
                DoubleType,
                "in the unit of loss_unit, with a model's dropout: mean since the last row; null in"
                    + " rows of versions that wrote none of these three"),
            later(
                "validation_loss",
                DoubleType,
                "in the same unit, without dropout; null where nothing was validated"),
            later(
                "loss_unit",
                StringType,
                "of both losses, by the kind of model, as nats per note or relative MSE"),
            required("learning_rate", DoubleType, "of the last update"),
            required("examples_per_s", DoubleType, "by all workers, since the last row"),
            required("seconds", DoubleType, "of training so far, resumed runs added up"))
        .repeatedKey("run_id", "model", "iteration")
        .origin(
            Origin.derivedBy(ofKinds(kinds, kind -> Stream.of(kind.trainCommand())))
                .from(ofKinds(kinds, kind -> kind.learnsFrom().stream()))
                .besideVersions())
        .build();
  }

  public static TableSpec statistics() {
    return TableSpec.table(
            "statistics",
            "What stats counted in a data set's tables: one row for each figure, bin or category.")
        .columns(
            required("table", StringType, "table of the lake"),
            optional("column", StringType, "its column; null for figures of whole rows"),
            required(
                "statistic",
                StringType,
                "rows, suspects, share, nulls, distinct, duplicates, leaks, min, max, mean, stddev,"
                    + " median, histogram or frequency"),
            optional(
                "category",
                StringType,
                "what a frequency is of; null for those beyond the 200 most frequent together, and"
                    + " where it is no frequency"),
            optional(
                "bin_low",
                DoubleType,
                "of a histogram: the bin's lower end, which belongs to it; null below the first"),
            optional(
                "bin_high",
                DoubleType,
                "of a histogram: the bin's upper end, which does not; null above the last"),
            required("value", DoubleType, "rows, or in the column's own unit"))
        .repeatedKey("table", "statistic", "value")
        .origin(Origin.derivedBy("stats"))
        .reported(Reported.rows("rows"))
        .build();
  }

  private static String[] ofKinds(
      List<TrainedKind> kinds, Function<TrainedKind, Stream<String>> asked) {
    return kinds.stream().flatMap(asked).distinct().toArray(String[]::new);
  }

  private static List<ReportedCount> rejected(JsonNode report, Predicate<String> hasNotes) {
    return hasNotes.test(report.path("command").asText())
        ? List.of()
        : Reported.rows(report.at("/members/" + ContentStatus.REJECTED.label()).asLong());
  }
}
