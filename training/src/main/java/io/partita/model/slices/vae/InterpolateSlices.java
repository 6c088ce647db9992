package io.partita.model.slices.vae;

import io.partita.model.job.HumanizeOption;
import io.partita.model.job.Processor;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.InterpolateOptions;
import io.partita.model.latent.Interpolator;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.SliceFile;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Slerp;
import io.partita.option.FeelOptions;
import io.partita.option.LoopOption;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.score.Score;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code interpolate} does with an autoencoder of slices: the loops on the way from a slice of
 * one file to that of another, to hear and to see, and how far each is from the first.
 */
public final class InterpolateSlices<M extends SliceVae> implements Interpolator<M> {
  private final SliceVaeKind<M> kind;
  private final List<String> help;

  @Option(
      names = "--from-start-step",
      paramLabel = "N",
      description =
          "MusicVAE, GPT-VAE: start step of the first file's slice (default: its first slice).")
  private Long fromStartStep;

  @Option(
      names = "--to-start-step",
      paramLabel = "N",
      description =
          "MusicVAE, GPT-VAE: start step of the second file's slice (default: its first slice).")
  private Long toStartStep;

  @Mixin private StepDraw draw = new StepDraw();

  @Mixin private LoopOption loop = new LoopOption();

  @Mixin private FeelOptions feel = new FeelOptions();

  @Mixin private HumanizeOption humanize = new HumanizeOption();

  /** A file and the slice of it where a path starts or ends. */
  private record End(SliceFile file, CutFile.Slice slice) {
    static End read(GivenFile given, Long startStep, SliceVae model) throws IOException {
      SliceFile file = SliceFile.read(given, model);
      return new End(file, file.at(given.given(), startStep));
    }

    Map<String, Object> origin() {
      return file.origin(slice);
    }
  }

  /**
   * @param help what the command's help says of such models
   */
  public InterpolateSlices(SliceVaeKind<M> kind, List<String> help) {
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
    return "has no slices, bars or steps";
  }

  @Override
  public void check() {
    draw.check();
    feel.check();
  }

  @Override
  public void run(InterpolateOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException {
    End from = End.read(options.from(), fromStartStep, trained.model());
    End to = End.read(options.to(), toStartStep, trained.model());
    SliceForm form = trained.model().form();
    HumanizeOption.Playing playing =
        humanize.playing(form == SliceForms.DRUMS, form.product(), options.decode.seed);
    MusicFiles files = options.files(written);
    Processor.use();
    ComputationGraph weights = trained.weights();
    float[][] mu =
        trained.model().encode(weights, List.of(from.slice.labels(), to.slice.labels())).mu();
    float[][] z = Slerp.path(mu[0], mu[1], options.steps);
    long seed = options.decode.seed;
    LatentPath made = new LatentPath(form, trained.model().decode(weights, z, draw.sampling(seed)));
    Map<String, Object> provenance = options.decode.origin(trained);
    draw.addTo(provenance);
    provenance.put("from", from.origin());
    provenance.put("to", to.origin());
    provenance.put("path", made.fields());
    playing.addTo(provenance);
    feel.addTo(provenance);
    write(files, options, made, score -> feel.feel().of(playing.scores().apply(score)), provenance);
  }

  private void write(
      MusicFiles files,
      InterpolateOptions options,
      LatentPath made,
      UnaryOperator<Score> playing,
      Map<String, Object> provenance)
      throws IOException {
    SliceForm form = made.form();
    List<int[]> loops = made.loops();
    boolean isLoop = loop.or(form.isLoop());
    for (int i = 0; i < loops.size(); i++) {
      files.midi(options.name(i), playing.apply(form.score(loops.get(i))));
    }
    String name = options.name();
    files.midiAndWav(name, playing.apply(form.score(form.joined(loops))), isLoop);
    String title = name + " in " + loops.size() + " steps, " + draw.title(options.decode.seed);
    files.picture(name, () -> form.picture(title, made.rolls()));
    provenance.put("loop", isLoop);
    files.provenance(name, provenance);
  }
}
