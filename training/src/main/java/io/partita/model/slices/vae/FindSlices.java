package io.partita.model.slices.vae;

import io.partita.model.latent.Finder;
import io.partita.model.latent.GivenFile;
import io.partita.model.slices.SliceFile;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * What {@code find similar} does with an autoencoder of slices: the slices of a lake most like one
 * of a file.
 */
public final class FindSlices<M extends SliceVae> implements Finder<M> {
  private final SliceVaeKind<M> kind;
  private final List<String> help;

  @Option(
      names = "--start-step",
      paramLabel = "N",
      description = "MusicVAE, GPT-VAE: start step of the file's slice (default: its first slice).")
  private Long startStep;

  /**
   * @param help what the command's help says of such models
   */
  public FindSlices(SliceVaeKind<M> kind, List<String> help) {
    this.kind = kind;
    this.help = help;
  }

  @Override
  public SliceVaeKind<M> kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return help;
  }

  @Override
  public String whatOthersLack() {
    return "has no slices";
  }

  @Override
  public SimilarSearch search(GivenFile file, TrainedModel<M> trained) throws IOException {
    SliceFile slices = SliceFile.read(file, trained.model());
    return new SimilarSearch(trained, slices, slices.at(file.given(), startStep));
  }
}
