package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.Lake;
import io.partita.lake.LakeSnapshot;
import io.partita.lake.RunReports;
import io.partita.lake.run.IngestRun;
import io.partita.split.LabelIndex;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What {@code split} made of the contents of a data set's newest version. An ingest keeps it, so
 * that no model is measured on what it has learnt.
 *
 * @param split what {@code split} noted of itself
 * @param keepsOfficial whether splits of a catalog come first
 * @param byContent by MD5
 */
record FrozenSplits(ObjectNode split, boolean keepsOfficial, LabelIndex byContent) {
  /**
   * Those of a run's data set.
   *
   * @return empty where {@code split} has not run since an ingest of other ratios
   */
  static Optional<FrozenSplits> of(IngestRun run, String ratios) throws IOException {
    String dataset = run.rules().dataset();
    Lake lake = Lake.at(run.rules().lake(), run.conf());
    JsonNode report = RunReports.of(lake, dataset).get(MIDI_FILES);
    if (report == null
        || !(report.get("split") instanceof ObjectNode split)
        || !report.at("/options/split").asText().equals(ratios)) {
      return Optional.empty();
    }
    LabelIndex byContent = new LabelIndex();
    LakeSnapshot.of(run.spark(), lake, List.of(MIDI_FILES))
        .rows(MIDI_FILES)
        .where(col(DATASET).equalTo(dataset).and(col("split").isNotNull()))
        .select("midi_md5", "split")
        .toLocalIterator()
        .forEachRemaining(row -> byContent.put(row.getString(0), row.getString(1)));
    return Optional.of(new FrozenSplits(split, RunReports.keepsOfficial(report), byContent));
  }
}
