package io.partita.models.musicvae;

import io.partita.drum.DrumLoop;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.Slerp;
import io.partita.models.ModelOrigin;
import io.partita.models.Processor;
import io.partita.picture.DrumRollPicture;
import io.partita.run.ExitCode;
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
  @Mixin private PathOptions path;
  @Mixin private DecodeOptions options;
  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    options.check();
    path.check();
    TrainedModel<MusicVae> trained = options.model.read();
    PathOptions.Ends ends = path.read(trained.model());
    String name = ends.name();
    MusicFiles files = MusicFiles.in(options.out, options.loudness, written::add);
    files.keepFrom(path.inputs(), path.names(name));
    Processor.use();
    LatentPath made = path(trained, ends);
    Map<String, Object> provenance = ModelOrigin.of(options.model.folder, trained.card());
    options.addTo(provenance);
    ends.addTo(provenance);
    provenance.put("path", made.fields());
    write(files, name, made, provenance);
    return ExitCode.OK;
  }

  private LatentPath path(TrainedModel<MusicVae> trained, PathOptions.Ends ends)
      throws IOException {
    ComputationGraph weights = trained.weights();
    float[][] mu = trained.model().encode(weights, ends.steps()).mu();
    float[][] z = Slerp.path(mu[0], mu[1], path.steps());
    return new LatentPath(trained.model().decode(weights, z, options.sampling()));
  }

  private void write(MusicFiles files, String name, LatentPath made, Map<String, Object> provenance)
      throws IOException {
    List<int[]> loops = made.loops();
    for (int i = 0; i < loops.size(); i++) {
      files.midi(PathOptions.stepName(name, i), DrumLoop.score(loops.get(i)));
    }
    files.midiAndWav(name, DrumLoop.score(DrumLoop.joined(loops)));
    String title = name + " in " + loops.size() + " steps, " + options.title();
    files.picture(name, DrumRollPicture.png(title, made.rolls()));
    files.provenance(name, provenance);
    written.end();
  }
}
