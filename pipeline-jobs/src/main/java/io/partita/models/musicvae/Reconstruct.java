package io.partita.models.musicvae;

import io.partita.device.Backend;
import io.partita.device.NativeThreads;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumSlice;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaePosterior;
import io.partita.models.GenerateOptions;
import io.partita.models.ModelOrigin;
import io.partita.picture.DrumRoll;
import io.partita.picture.DrumRollPicture;
import io.partita.run.ExitCode;
import io.partita.run.KeptInputs;
import io.partita.run.MusicFiles;
import io.partita.run.Spark;
import io.partita.run.WrittenFiles;
import io.partita.training.JvmSettings;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
      description = "The first N slices, 1 to " + MAX_SLICES + " (default: ${DEFAULT-VALUE}).")
  private int most = 8;

  @Option(
      names = "--sample-z",
      description = "Draw z from the posterior, by --seed, instead of taking its mean.")
  private boolean sampleZ;

  /** What became of a slice. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pair(DrumSlice original, int[] decoded) {
    int equalSteps() {
      return DrumLoop.equalSteps(original.steps(), decoded);
    }

    int distance() {
      return DrumLoop.hammingDistance(original.steps(), decoded);
    }
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    GenerateOptions.require(
        most >= 1 && most <= MAX_SLICES, "--slices must be 1 to " + MAX_SLICES, most);
    TrainedModel<MusicVae> trained =
        TrainedModel.read(ModelKinds.MUSICVAE, options.model, Spark.hadoopConfiguration());
    DrumFile drums = DrumFile.read(file, file, trained.model());
    MusicFiles files = MusicFiles.in(options.out, options.loudness, written::add);
    String name = drums.baseName();
    files.keepFrom(
        KeptInputs.of(file), List.of(name, name + "-original", name + "-reconstruction"));
    JvmSettings.applyHere();
    Backend.NATIVE.load();
    NativeThreads.use(1); // so that the bits do not depend on the machine's cores
    List<DrumSlice> slices = drums.apart();
    List<Pair> pairs = pairs(trained, slices.subList(0, Math.min(most, slices.size())));
    write(files, trained, drums, pairs);
    return ExitCode.OK;
  }

  private List<Pair> pairs(TrainedModel<MusicVae> trained, List<DrumSlice> slices)
      throws IOException {
    ComputationGraph weights = trained.weights();
    List<int[]> originals = slices.stream().map(DrumSlice::steps).toList();
    MusicVaePosterior posterior = trained.model().encode(weights, originals);
    float[][] z = sampleZ ? posterior.draw(options.seed) : posterior.mu();
    List<int[]> decoded = trained.model().decode(weights, z, options.sampling());
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      pairs.add(new Pair(slices.get(i), decoded.get(i)));
    }
    return pairs;
  }

  private void write(
      MusicFiles files, TrainedModel<MusicVae> trained, DrumFile drums, List<Pair> pairs)
      throws IOException {
    String name = drums.baseName();
    int[] original = DrumLoop.joined(pairs.stream().map(pair -> pair.original().steps()).toList());
    int[] decoded = DrumLoop.joined(pairs.stream().map(Pair::decoded).toList());
    files.midiAndWav(name + "-original", DrumLoop.score(original));
    files.midiAndWav(name + "-reconstruction", DrumLoop.score(decoded));
    files.picture(
        name, DrumRollPicture.png(name + " and its reconstruction, " + how(), rolls(pairs)));
    Map<String, Object> provenance = ModelOrigin.of(options.model, trained.card());
    options.addTo(provenance);
    provenance.put("sample_z", sampleZ);
    provenance.put("step_accuracy", accuracy(pairs));
    provenance.put("hamming_distance", pairs.stream().mapToInt(Pair::distance).sum());
    provenance.put("file_slices", drums.slices().size());
    provenance.put("slices", pairs.stream().map(pair -> figures(drums, pair)).toList());
    files.provenance(name, provenance);
    written.say(
        String.format(
            Locale.ROOT,
            "%d slices: %.3f of the steps are right, %d hits differ",
            pairs.size(),
            accuracy(pairs),
            pairs.stream().mapToInt(Pair::distance).sum()));
    written.end();
  }

  private String how() {
    return (sampleZ ? "z drawn by seed " + options.seed : "mean z") + ", " + options.title();
  }

  private static double accuracy(List<Pair> pairs) {
    return pairs.stream()
        .mapToDouble(pair -> (double) pair.equalSteps() / pair.decoded().length)
        .average()
        .orElseThrow();
  }

  private static List<DrumRoll> rolls(List<Pair> pairs) {
    List<DrumRoll> rolls = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      String number = pairs.size() == 1 ? "" : " " + (i + 1);
      rolls.add(new DrumRoll("original" + number, "", pair.original().steps()));
      rolls.add(new DrumRoll("decoded" + number, pair.distance() + " hits differ", pair.decoded()));
    }
    return rolls;
  }

  private static Map<String, Object> figures(DrumFile drums, Pair pair) {
    Map<String, Object> figures = new LinkedHashMap<>(drums.origin(pair.original()));
    figures.put("step_accuracy", (double) pair.equalSteps() / pair.decoded().length);
    figures.put("hamming_distance", pair.distance());
    figures.put("reconstruction", pair.decoded());
    return figures;
  }
}
