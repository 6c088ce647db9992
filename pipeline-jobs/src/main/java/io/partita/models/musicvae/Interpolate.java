package io.partita.models.musicvae;

import io.partita.device.Backend;
import io.partita.device.NativeThreads;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumSlice;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.Slerp;
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

/**
 * Goes from the drums of one file to those of another through a MusicVAE's latent space. Input: two
 * MIDI files and a model; output: the loops on the way, to hear and to see, and how far each is
 * from the first. Needs no Spark.
 */
@Command(
    name = "interpolate",
    description = "Go from one drum loop to another through a MusicVAE's latent space.",
    footer = {
      "",
      "The path runs from the mean z of one slice to that of the other, along the arc between",
      "them (slerp). It starts and ends with what the model makes of the two slices, which need",
      "not be the slices themselves; see 'partita reconstruct'.",
      "",
      "Examples:",
      "  partita interpolate --from rock.mid --to funk.mid --steps 8 --model models/drums --out out"
    })
public final class Interpolate implements Callable<Integer> {
  private static final int MAX_STEPS = 100;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE.mid",
      description = "Where the path starts: a MIDI file with drums.")
  private String from;

  @Option(names = "--to", required = true, paramLabel = "FILE.mid", description = "Where it ends.")
  private String to;

  @Option(
      names = "--from-start-step",
      paramLabel = "N",
      description = "The slice of --from that starts at this step (default: the first).")
  private Long fromStartStep;

  @Option(
      names = "--to-start-step",
      paramLabel = "N",
      description = "The slice of --to that starts at this step (default: the first).")
  private Long toStartStep;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Loops on the path, both ends counted, 2 to "
              + MAX_STEPS
              + " (default: ${DEFAULT-VALUE}).")
  private int steps = 8;

  @Mixin private DecodeOptions options;
  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    options.check();
    GenerateOptions.require(
        steps >= 2 && steps <= MAX_STEPS, "--steps must be 2 to " + MAX_STEPS, steps);
    TrainedModel<MusicVae> trained =
        TrainedModel.read(ModelKinds.MUSICVAE, options.model, Spark.hadoopConfiguration());
    DrumFile fromFile = DrumFile.read("--from " + from, from, trained.model());
    DrumFile toFile = DrumFile.read("--to " + to, to, trained.model());
    DrumSlice start = fromFile.at("--from " + from, fromStartStep);
    DrumSlice end = toFile.at("--to " + to, toStartStep);
    String name = fromFile.baseName() + "-to-" + toFile.baseName();
    MusicFiles files = MusicFiles.in(options.out, options.loudness, written::add);
    files.keepFrom(KeptInputs.of(from, to), names(name));
    JvmSettings.applyHere();
    Backend.NATIVE.load();
    NativeThreads.use(1); // so that the bits do not depend on the machine's cores
    List<int[]> loops = loops(trained, start, end);
    Map<String, Object> provenance = ModelOrigin.of(options.model, trained.card());
    options.addTo(provenance);
    provenance.put("from", fromFile.origin(start));
    provenance.put("to", toFile.origin(end));
    write(files, name, loops, provenance);
    return ExitCode.OK;
  }

  private List<String> names(String name) {
    List<String> names = new ArrayList<>(List.of(name));
    for (int i = 0; i < steps; i++) {
      names.add(stepName(name, i));
    }
    return names;
  }

  private static String stepName(String name, int step) {
    return String.format(Locale.ROOT, "%s-%02d", name, step + 1);
  }

  private List<int[]> loops(TrainedModel<MusicVae> trained, DrumSlice start, DrumSlice end)
      throws IOException {
    ComputationGraph weights = trained.weights();
    float[][] mu = trained.model().encode(weights, List.of(start.steps(), end.steps())).mu();
    float[][] path = Slerp.path(mu[0], mu[1], steps);
    return trained.model().decode(weights, path, options.sampling());
  }

  private void write(
      MusicFiles files, String name, List<int[]> loops, Map<String, Object> provenance)
      throws IOException {
    List<DrumRoll> rolls = new ArrayList<>();
    List<Map<String, Object>> path = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      int[] loop = loops.get(i);
      int distance = DrumLoop.hammingDistance(loops.get(0), loop);
      files.midi(stepName(name, i), DrumLoop.score(loop));
      rolls.add(new DrumRoll("step " + (i + 1), distance + " hits from start", loop));
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("hamming_distance", distance);
      step.put("steps", loop);
      path.add(step);
    }
    files.midiAndWav(name, DrumLoop.score(DrumLoop.joined(loops)));
    String title = name + " in " + steps + " steps, " + options.title();
    files.picture(name, DrumRollPicture.png(title, rolls));
    provenance.put("path", path);
    files.provenance(name, provenance);
    written.end();
  }
}
