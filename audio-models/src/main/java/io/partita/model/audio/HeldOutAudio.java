package io.partita.model.audio;

import io.partita.lake.table.LakeTable;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.run.FoldOption;
import io.partita.model.train.TrainedModel;
import io.partita.split.Fold;
import io.partita.split.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Audio files that a model was not trained on. Near-equal audio is not looked for: a recording of
 * which one file is held out is held out as a whole.
 */
public final class HeldOutAudio {
  private HeldOutAudio() {}

  /**
   * Files of the split test, or of validation where that is empty, one of a recording, those with
   * the first hashes.
   *
   * @param leastS length that a file has at least, seconds
   * @param mostS length that it has at most, seconds
   * @param most files
   * @throws io.partita.UserException where the splits that the model was trained with are gone
   */
  public static List<HeldOutFile> of(
      Map<LakeTable, Dataset<Row>> tables,
      TrainedModel<?> trained,
      double leastS,
      double mostS,
      int most)
      throws IOException {
    Fold fold = FoldOption.of(trained);
    String dataset = trained.card().provenance().dataset();
    List<AudioRecordings.Track> tracks =
        new ArrayList<>(
            AudioRecordings.of(
                    AudioExamples.tracks(tables, dataset),
                    List.of(),
                    SplitFileOption.of(trained).read(),
                    Fold.NONE)
                .tracks());
    tracks.removeIf(track -> track.durationS() < leastS || track.durationS() > mostS);
    tracks.sort(Comparator.comparing(AudioRecordings.Track::sha256));
    List<HeldOutFile> test = in(Split.TEST.label(), tracks, most);
    // Which recordings of validation a fold trains on depends on near-equal audio.
    return test.isEmpty() && !fold.isDealt() ? in(Split.VALIDATION.label(), tracks, most) : test;
  }

  private static List<HeldOutFile> in(String split, List<AudioRecordings.Track> tracks, int most) {
    Set<String> recordings = new HashSet<>();
    return tracks.stream()
        .filter(track -> track.split().equals(split) && recordings.add(track.recording()))
        .limit(most)
        .map(track -> new HeldOutFile(track.source(), track.path(), split, track.sha256(), null))
        .toList();
  }
}
