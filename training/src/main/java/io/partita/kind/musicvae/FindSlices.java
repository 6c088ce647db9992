package io.partita.kind.musicvae;

import io.partita.model.ModelKind;
import io.partita.model.latent.Finder;
import io.partita.model.latent.GivenFile;
import io.partita.model.slices.SliceFile;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code similar} does with a MusicVAE: the slices of a lake most like one of a file. */
final class FindSlices implements Finder<MusicVae> {
  @Option(
      names = "--start-step",
      paramLabel = "N",
      description =
          "MusicVAE: step at which the slice of the file starts (default: its first slice).")
  private Long startStep;

  @Override
  public ModelKind<MusicVae> kind() {
    return MusicVaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A MusicVAE searches with a slice of a MIDI file. Equal slices are one match, with their",
        "number (count) and the place of the first.",
        "Fields of --json: query and matches also have piece, start_step and steps (labels of",
        "melodies; melody, bass and drums of trios), and matches hamming_distance.");
  }

  @Override
  public String whatOthersLack() {
    return "has no slices";
  }

  @Override
  public SimilarSearch search(GivenFile file, TrainedModel<MusicVae> trained) throws IOException {
    SliceFile slices = SliceFile.read(file, trained.model());
    return new SimilarSearch(trained, slices, slices.at(file.given(), startStep));
  }
}
