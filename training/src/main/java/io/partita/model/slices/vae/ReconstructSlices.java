package io.partita.model.slices.vae;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.table.LakeTable;
import io.partita.model.job.Processor;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.latent.Reconstructor;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.SliceFile;
import io.partita.model.slices.SliceForm;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import io.partita.option.LoopOption;
import io.partita.option.OptionRange;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.picture.Picture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code reconstruct} does with an autoencoder of slices: slices of a file to latent vectors
 * and back.
 */
public final class ReconstructSlices<M extends SliceVae> implements Reconstructor<M> {
  private final SliceVaeKind<M> kind;
  private final List<String> help;

  private static final int MAX_SLICES = 50;

  /** Slices are played at 120 quarters a minute. */
  private static final double BAR_S = 2;

  @Option(
      names = "--slices",
      paramLabel = "N",
      description =
          "MusicVAE, GPT-VAE: number of slices, from the first, 1 to "
              + MAX_SLICES
              + " (default: ${DEFAULT-VALUE}).")
  private int most = 8;

  /** Of which there are so many slices at most, too. */
  private double seconds = Double.POSITIVE_INFINITY;

  @Mixin private StepDraw draw = new StepDraw();

  @Mixin private LoopOption loop = new LoopOption();

  /**
   * @param help what the command's help says of such models
   */
  public ReconstructSlices(SliceVaeKind<M> kind, List<String> help) {
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
    OptionRange.require(
        most >= 1 && most <= MAX_SLICES, "--slices must be 1 to " + MAX_SLICES, most);
  }

  @Override
  public void run(ReconstructOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException {
    SliceFile slices = SliceFile.read(options.file(), trained.model());
    SliceForm form = trained.model().form();
    MusicFiles files = options.files(written);
    Processor.use();
    Reconstruction made = reconstruction(options, trained, slices);
    boolean isLoop = loop.or(form.isLoop());
    files.midiAndWav(options.original(), form.score(made.original()), isLoop);
    files.midiAndWav(options.reconstruction(), form.score(made.decoded()), isLoop);
    String title =
        options.name()
            + " and its reconstruction, "
            + options.z()
            + ", "
            + draw.title(options.decode.seed);
    files.picture(options.name(), form.picture(title, made.rolls()));
    Map<String, Object> provenance = options.decode.origin(trained);
    draw.addTo(provenance);
    provenance.put("loop", isLoop);
    provenance.put("sample_z", options.sampleZ);
    made.addTo(provenance, slices);
    files.provenance(options.name(), provenance);
    written.say(made.text());
  }

  private Reconstruction reconstruction(
      ReconstructOptions options, TrainedModel<M> trained, SliceFile file) throws IOException {
    List<CutFile.Slice> slices = file.apart().stream().limit(slices(trained.model())).toList();
    ComputationGraph weights = trained.weights();
    Posterior posterior =
        trained.model().encode(weights, slices.stream().map(CutFile.Slice::labels).toList());
    long seed = options.decode.seed;
    float[][] z = options.sampleZ ? posterior.draw(seed) : posterior.mu();
    return Reconstruction.of(
        trained.model().form(), slices, trained.model().decode(weights, z, draw.sampling(seed)));
  }

  private long slices(M model) {
    return (long) Math.max(1, Math.min(most, seconds / (model.bars() * BAR_S)));
  }

  @Override
  public List<HeldOutFile> heldOut(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<M> trained, int of) {
    return LearntSlices.heldOut(tables, trained, of);
  }

  @Override
  public void last(double ofSeconds) {
    seconds = ofSeconds;
  }

  @Override
  public String comparison() {
    return "The first slices of files that it was not trained on, and the likeliest steps that it"
        + " decodes from the mean of their posterior.";
  }

  @Override
  public Picture picture(String name) {
    return new Picture(name + ".png", null, "Rolls of slices, each over what was decoded.");
  }

  @Override
  public Map<String, String> figures(JsonNode provenance) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put(
        "Steps that are right",
        String.format(Locale.ROOT, "%.3f", provenance.path("step_accuracy").doubleValue()));
    figures.put("Hits that differ", provenance.path("hamming_distance").asText());
    return figures;
  }
}
