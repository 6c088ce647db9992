package io.partita.models.musicvae;

import io.partita.drum.DrumLoop;
import io.partita.drum.DrumSlice;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaePosterior;
import io.partita.models.GenerateOptions;
import io.partita.models.ModelOrigin;
import io.partita.models.Processor;
import io.partita.picture.DrumRollPicture;
import io.partita.run.ExitCode;
import io.partita.run.KeptInputs;
import io.partita.run.MusicFiles;
import io.partita.run.WrittenFiles;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Takes a file's drums through a MusicVAE: slices to latent vectors and back. Input: a MIDI file
 * and a model; output: original and reconstruction, to hear and to see, and how far they are apart.
 * Needs no Spark.
 */
@Command(
    name = "reconstruct",
    description = "Encode a file's drums with a MusicVAE, decode them, and show what was kept.",
    footer = {
      "",
      "The file is cut into slices of the model's length, one after the other; a slice that the",
      "piece had before is left out. A step counts as right when all of its hits are.",
      "",
      "Examples:",
      "  partita reconstruct beat.mid --model models/drums --out out",
      "  partita reconstruct beat.mid --model models/drums --sample-z --seed 3 --out out"
    })
public final class Reconstruct implements Callable<Integer> {
  private static final int MAX_SLICES = 50;

  @Parameters(paramLabel = "FILE.mid", description = "A MIDI file with drums, local or hdfs:.")
  private String file;

  @Mixin private DecodeOptions options;
  @Mixin private WrittenFiles written;

  @Option(
      names = "--slices",
      paramLabel = "N",
      description =
          "Number of slices, from the first, 1 to " + MAX_SLICES + " (default: ${DEFAULT-VALUE}).")
  private int most = 8;

  @Option(
      names = "--sample-z",
      description = "Draw z from the posterior, by --seed, instead of taking its mean.")
  private boolean sampleZ;

  @Override
  public Integer call() throws IOException {
    options.check();
    GenerateOptions.require(
        most >= 1 && most <= MAX_SLICES, "--slices must be 1 to " + MAX_SLICES, most);
    TrainedModel<MusicVae> trained = options.model.read();
    DrumFile drums = DrumFile.read(file, file, trained.model());
    MusicFiles files = MusicFiles.in(options.out, options.loudness, written::add);
    String name = drums.baseName();
    files.keepFrom(
        KeptInputs.of(file), List.of(name, name + "-original", name + "-reconstruction"));
    Processor.use();
    Reconstruction made = reconstruction(trained, drums);
    files.midiAndWav(name + "-original", DrumLoop.score(made.original()));
    files.midiAndWav(name + "-reconstruction", DrumLoop.score(made.decoded()));
    String title = name + " and its reconstruction, " + how();
    files.picture(name, DrumRollPicture.png(title, made.rolls()));
    Map<String, Object> provenance = ModelOrigin.of(options.model.folder, trained.card());
    options.addTo(provenance);
    provenance.put("sample_z", sampleZ);
    made.addTo(provenance, drums);
    files.provenance(name, provenance);
    written.say(made.text());
    written.end();
    return ExitCode.OK;
  }

  private Reconstruction reconstruction(TrainedModel<MusicVae> trained, DrumFile drums)
      throws IOException {
    List<DrumSlice> slices = drums.apart().stream().limit(most).toList();
    ComputationGraph weights = trained.weights();
    MusicVaePosterior posterior =
        trained.model().encode(weights, slices.stream().map(DrumSlice::steps).toList());
    float[][] z = sampleZ ? posterior.draw(options.seed) : posterior.mu();
    return Reconstruction.of(slices, trained.model().decode(weights, z, options.sampling()));
  }

  private String how() {
    return (sampleZ ? "z drawn by seed " + options.seed : "mean z") + ", " + options.title();
  }
}
