package io.partita.kind.cvae;

import io.partita.model.job.Processor;
import io.partita.model.latent.InterpolateOptions;
import io.partita.model.latent.Interpolator;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Slerp;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code interpolate} does with a VAE of audio: the sounds on the way from the first window of
 * one file to that of another.
 */
final class InterpolateAudio implements Interpolator<Cvae>, CvaeJob {
  @Override
  public List<String> help() {
    return List.of(
        "A VAE of audio interpolates between the mean z of the first windows of two audio files,",
        "along an arc (slerp). Both ends are reconstructions by the model.");
  }

  @Override
  public void run(InterpolateOptions options, TrainedModel<Cvae> trained, WrittenFiles written)
      throws IOException {
    Cvae model = trained.model();
    AudioClip from = AudioClip.read(options.from(), model.input(), 1);
    AudioClip to = AudioClip.read(options.to(), model.input(), 1);
    MusicFiles files = options.files(written);
    Processor.use();
    ComputationGraph weights = trained.weights();
    float[][] mu =
        model.encode(weights, List.of(from.examples().get(0), to.examples().get(0))).mu();
    float[][] z = Slerp.path(mu[0], mu[1], options.steps);
    List<float[]> made = Arrays.asList(model.decode(weights, z));
    long seed = options.decode.seed;
    int rateHz = model.input().sampleRateHz();
    float[] whole = AudioSounds.of(model.input(), made, seed);
    double level = AudioSounds.level(model.input(), whole);
    AudioComparison comparison = new AudioComparison(model.input());
    List<Map<String, Object>> path = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      float[] step = AudioSounds.of(model.input(), List.of(made.get(i)), seed);
      files.sound(options.name(i), step, rateHz, level);
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("z", z[i]);
      point.put(
          "to_the_first",
          AudioComparison.fields(comparison.of(made.get(0), made.get(i)).figures()));
      path.add(point);
    }
    files.sound(options.name(), whole, rateHz, level);
    files.picture(
        options.name(),
        AudioPictures.each(
            options.name() + " in " + made.size() + " steps",
            model.input(),
            IntStream.rangeClosed(1, made.size()).mapToObj(step -> "step " + step).toList(),
            made));
    Map<String, Object> provenance = options.decode.origin(trained);
    provenance.put("from", from.origin());
    provenance.put("to", to.origin());
    provenance.put("path", path);
    files.provenance(options.name(), provenance);
  }
}
