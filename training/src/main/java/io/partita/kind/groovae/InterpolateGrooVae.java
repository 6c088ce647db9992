package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.model.ModelKind;
import io.partita.model.job.Processor;
import io.partita.model.latent.InterpolateOptions;
import io.partita.model.latent.Interpolator;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.PerformanceForm;
import io.partita.model.slices.SliceFile;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Slerp;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.picture.DrumRollPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code interpolate} does with a GrooVAE: performances on the way from the first slice of one
 * file to that of another, at the tempo of the first.
 */
final class InterpolateGrooVae implements Interpolator<GrooVae> {
  @Override
  public ModelKind<GrooVae> kind() {
    return GrooVaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A GrooVAE interpolates between the mean z of the first slices of two MIDI files' drums,",
        "along an arc (slerp), and plays the likeliest hits at the tempo of the first file.");
  }

  @Override
  public void run(InterpolateOptions options, TrainedModel<GrooVae> trained, WrittenFiles written)
      throws IOException {
    GrooVae model = trained.model();
    model.requireZAlone();
    SliceFile from = SliceFile.read(options.from(), model);
    SliceFile to = SliceFile.read(options.to(), model);
    MusicFiles files = options.files(written);
    Processor.use();
    CutFile.Slice first = from.slices().get(0);
    CutFile.Slice last = to.slices().get(0);
    List<DrumPerformance> ends =
        List.of(
            PerformanceForm.performance(first.labels()),
            PerformanceForm.performance(last.labels()));
    double qpm = PerformanceForm.qpm(first.labels());
    double[] tempos = {qpm, PerformanceForm.qpm(last.labels())};
    float[][] mu = model.encode(trained.weights(), ends, tempos).posterior().mu();
    List<DrumPerformance> path =
        model.decode(
            trained.weights(),
            Slerp.path(mu[0], mu[1], options.steps),
            GrooVaeDecoder.Given.tempos(qpm, options.steps),
            GrooVaeDecoder.Sampling.LIKELIEST);
    List<Map<String, Object>> fields = new ArrayList<>();
    Map<String, DrumPerformance> rolls = new LinkedHashMap<>();
    for (int k = 0; k < path.size(); k++) {
      files.midi(options.name(k), path.get(k).score(model.map(), qpm));
      rolls.put("step " + (k + 1), path.get(k));
      Map<String, Object> step =
          new LinkedHashMap<>(
              PlayedPair.figures(List.of(new PlayedPair(path.get(0), path.get(k)))));
      step.putAll(from.form().labels(PerformanceForm.example(qpm, path.get(k))));
      fields.add(step);
    }
    String name = options.name();
    files.midiAndWav(name, DrumPerformance.joined(path).score(model.map(), qpm), false);
    files.picture(
        name, DrumRollPicture.ofPerformances(name + " in " + path.size() + " steps", rolls));
    Map<String, Object> provenance = options.decode.origin(trained);
    provenance.put("from", from.origin(first));
    provenance.put("to", to.origin(last));
    provenance.put("path", fields);
    files.provenance(name, provenance);
  }
}
