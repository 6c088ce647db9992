package io.partita.model.slices.vae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.midi.MidiWriter;
import io.partita.model.job.KindJob;
import io.partita.model.job.Processor;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.latent.LatentVectors;
import io.partita.model.slices.SliceForm;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;

/**
 * What {@code decode} does with an autoencoder of slices: latent vectors to the slices of a MIDI
 * file.
 */
public final class DecodeSlices<M extends SliceVae> implements KindJob<M>, Decodes {
  private final SliceVaeKind<M> kind;
  private final List<String> help;

  @Mixin private StepDraw draw = new StepDraw();

  /**
   * @param help what the command's help says of such models
   */
  public DecodeSlices(SliceVaeKind<M> kind, List<String> help) {
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
    return "has no steps";
  }

  @Override
  public void check() {
    draw.check();
  }

  @Override
  public int decode(DecodeInput options, TrainedModel<?> any) throws IOException {
    TrainedModel<M> trained = any.as(kind);
    Path out = options.out;
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".mid")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          "--out " + out + ": a " + title() + " decodes to MIDI; give a name that ends in .mid.");
    }
    options.checkOut(trained);
    float[][] z = LatentVectors.read(options, trained, trained.model().latent());
    Processor.use();
    M model = trained.model();
    SliceForm form = model.form();
    List<int[]> slices = model.decode(trained.weights(), z, draw.sampling(options.seed));
    NewFile.write(out, MidiWriter.write(form.score(form.joined(slices))));
    WrittenFiles.of(options.json).wrote(out);
    return ExitCode.OK;
  }
}
