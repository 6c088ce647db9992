package io.partita.kind.cvae;

import io.partita.model.latent.Finder;
import io.partita.model.latent.GivenFile;
import io.partita.model.train.TrainedModel;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * What {@code find similar} does with a VAE of audio: windows of a lake most like one of a file.
 */
final class FindAudio implements Finder<Cvae>, CvaeJob {
  private static final int MAX_WINDOW = 10_000;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "VAE of audio: window of the file, counted from 0 (default: ${DEFAULT-VALUE}).")
  private int number;

  @Override
  public List<String> help() {
    return List.of(
        "A VAE of audio searches with one window of an audio file and finds the nearest window of",
        "each recording. --out gets the matches as the model decodes them.",
        "Fields of --json: matches also have track_id, window, start_s, recording and split.");
  }

  @Override
  public String whatOthersLack() {
    return "has no windows of audio";
  }

  @Override
  public void check() {
    OptionRange.require(
        number >= 0 && number <= MAX_WINDOW, "--window must be 0 to " + MAX_WINDOW, number);
  }

  @Override
  public SimilarWindows search(GivenFile file, TrainedModel<Cvae> trained) throws IOException {
    AudioClip clip = AudioClip.read(file, trained.model().input(), number + 1);
    return SimilarWindows.of(trained, clip, number);
  }
}
