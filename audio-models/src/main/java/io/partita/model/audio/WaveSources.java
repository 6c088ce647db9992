package io.partita.model.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.lake.Lake;
import io.partita.lake.input.InputPath;
import io.partita.lake.input.InputPlan;
import io.partita.lake.run.Spark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * The archives and folders that a data set's audio was ingested from, to be read once more.
 *
 * @param names of them in the column source, in the order of the plan's sources
 * @param limits of what is read into memory, those of the ingest
 */
public record WaveSources(InputPlan plan, List<String> names, ArchiveLimits limits) {
  /**
   * Looks for them where the ingest found them.
   *
   * @throws UserException where none is left
   */
  public static WaveSources of(Lake lake, String dataset) throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    JsonNode report =
        Objects.requireNonNullElse(
            lake.runReport(dataset, AUDIO_TRACKS), MissingNode.getInstance());
    List<String> paths = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (JsonNode input : report.path("inputs")) {
      String path = input.path("path").asText();
      if (InputPath.exact("Input", path, conf).isPresent()) {
        paths.add(path);
        names.add(input.path("name").asText());
      }
    }
    if (paths.isEmpty()) {
      throw gone(dataset, report.path("inputs").path(0).path("path").asText("unknown"));
    }
    ArchiveLimits usual = ArchiveLimits.defaults();
    long mostBytes = report.path("options").path("max_member_mib").asLong(0) << 20;
    return new WaveSources(
        InputPlan.of("Input", paths, conf),
        List.copyOf(names),
        usual.withMaxMemberBytes(Math.max(usual.maxMemberBytes(), mostBytes)));
  }

  /**
   * @throws UserException where a file comes from one that is gone
   */
  public void requireAll(String dataset, List<AudioRecordings.Track> tracks) {
    for (AudioRecordings.Track track : tracks) {
      if (!names.contains(track.source())) {
        throw gone(dataset, track.source());
      }
    }
  }

  private static UserException gone(String dataset, String source) {
    return new UserException(
        Mistake.NO_SUCH_FILE,
        ("Waveforms are decoded from what data set %s was ingested from, and that is gone: %s. Put"
                + " it back, or ingest it again.")
            .formatted(dataset, source));
  }
}
