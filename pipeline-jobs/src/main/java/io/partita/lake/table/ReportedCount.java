package io.partita.lake.table;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * What a table must hold by the report of the run that made it.
 *
 * @param what is counted, as rows
 * @param counted counts it in the table
 * @param wanted how many the run wrote
 */
public record ReportedCount(String what, Column counted, long wanted) {
  /** How many contents are marked suspect. */
  public static final String SUSPECTS = "suspects";

  private static final String TOKENS_OF = "tokens_";

  /**
   * The figures of a report that must equal the table's exactly.
   *
   * @param report as {@code _run.json} has it; a figure that it lacks was never counted up from 0
   * @return none where the report does not tell
   */
  public static List<ReportedCount> of(LakeTable table, JsonNode report) {
    JsonNode members = report.path("members");
    long rejected = members.path(ContentStatus.REJECTED.word()).asLong();
    return switch (table) {
      case TRACKS -> rows(report.at("/counts/tracks").asLong());
      case MIDI_SOURCES -> rows(total(members));
      case MIDI_FILES -> midiFiles(report.path("counts"));
      case MIDI_BYTES -> rows(total(report.path("splits")));
      case NOTES -> rows(report.at("/counts/notes").asLong());
      case TOKENS -> tokens(report.path("counts"));
      // Of audio it also has notes of what was not rejected.
      case QUARANTINE -> isOfAudio(report) ? List.of() : rows(rejected);
      // Files of equal content are one row; only their arrays are counted once as well.
      case MSD_TRACKS -> one("segments", sum(size(col("segments_start"))), report, "segments");
      case AUDIO_TRACKS -> rows(total(members) - rejected);
      case MEL -> one("frames", sum("n_frames"), report, "mel_frames");
      case FMA_TRACKS -> rows(report.at("/counts/tracks_rows").asLong());
      case FMA_GENRES -> rows(report.at("/counts/genres_rows").asLong());
      case FMA_FEATURES -> rows(report.at("/counts/features_rows").asLong());
      case FMA_ECHONEST -> rows(report.at("/counts/echonest_rows").asLong());
      case DRUM_FILES -> drumFiles(report);
      case LATENTS -> latents(report);
      case STATISTICS -> rows(report.path("rows").asLong());
      case TRACK_MIDI, DRUM_SLICES, TRAINING_RUNS -> List.of();
    };
  }

  /** Earlier versions marked no suspects. */
  private static List<ReportedCount> midiFiles(JsonNode counts) {
    List<ReportedCount> figures = new ArrayList<>(rows(counts.path("contents").asLong()));
    if (counts.has(SUSPECTS)) {
      figures.add(
          new ReportedCount("suspects", count_if(col("suspect")), counts.path(SUSPECTS).asLong()));
    }
    return figures;
  }

  private static List<ReportedCount> tokens(JsonNode counts) {
    List<ReportedCount> tokens = new ArrayList<>();
    counts
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith(TOKENS_OF)) {
                String scheme = name.substring(TOKENS_OF.length());
                tokens.add(
                    new ReportedCount(
                        "tokens of " + scheme,
                        sum(when(col("scheme").equalTo(scheme), col("n_tokens"))),
                        counts.path(name).asLong()));
              }
            });
    return tokens;
  }

  /** The last run's: what it reports is of one length. */
  private static List<ReportedCount> drumFiles(JsonNode report) {
    int bars = report.path("bars").asInt();
    return List.of(
        new ReportedCount(
            "files cut to " + bars + " bars",
            count_if(col("bars").equalTo(bars)),
            report.path("files").asLong()));
  }

  /** The last run's: what it reports is of one model. */
  private static List<ReportedCount> latents(JsonNode report) {
    return List.of(
        new ReportedCount(
            "slices of the last model",
            count_if(col("model_sha256").equalTo(report.path("model_sha256").asText())),
            report.path("slices").asLong()));
  }

  private static List<ReportedCount> rows(long wanted) {
    return List.of(new ReportedCount("rows", count(lit(1)), wanted));
  }

  private static List<ReportedCount> one(
      String what, Column counted, JsonNode report, String figure) {
    return List.of(new ReportedCount(what, counted, report.path("counts").path(figure).asLong()));
  }

  private static boolean isOfAudio(JsonNode report) {
    return DatasetTables.madeBy(report.path("command").asText())
        .filter(tables -> tables.main() == AUDIO_TRACKS)
        .isPresent();
  }

  private static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong();
    }
    return total;
  }
}
