package io.partita.objective;

import io.partita.lake.run.InputGuard;
import io.partita.model.ModelKind;
import io.partita.model.job.Generation;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What {@code reconstruct} does: examples of a file to latent vectors and back. */
public final class Reconstructor<M extends LatentModel<E>, E>
    extends FormJob<M, E, LatentForm<M, E>> {
  public Reconstructor(ModelKind<M> kind, LatentForm<M, E> form) {
    super(kind, form, LatentForm.Command.RECONSTRUCT);
  }

  /**
   * Encodes a file, decodes it, and writes both, with the figures that say how far they are apart.
   *
   * @param written is told of each file, and of a line for people
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  public void run(ReconstructOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException {
    M model = trained.model();
    long seed = options.decode.seed;
    form.requireDecodes(model, false);
    Excerpt<E> original = form.first(options.file(), model);
    MusicFiles files = options.files(written);
    files.claim(
        InputGuard.of(options.file().path()),
        form.moreSounds().stream().map(options::name).toList());
    options.decode.device.use(trained);
    ComputationGraph weights = trained.weights();
    Posterior posterior = model.encode(weights, original.examples());
    float[][] z = options.sampleZ ? posterior.draw(seed) : posterior.mu();
    List<E> decoded = form.decode(model, weights, z, original.examples(), seed);
    Generation.Music music = original.music();
    music.write(files, options.original());
    form.music(model, decoded, music, seed).write(files, options.reconstruction());
    for (Map.Entry<String, Generation.Music> more :
        form.moreSounds(model, original, seed).entrySet()) {
      more.getValue().write(files, options.name(more.getKey()));
    }
    String title = options.name() + " and its reconstruction, " + options.z() + form.how(seed);
    files.picture(
        options.name(), () -> form.pictureOfBoth(model, title, original.examples(), decoded, seed));
    Excerpt.Comparison compared = original.compared(decoded, seed);
    Map<String, Object> provenance = options.decode.origin(trained);
    form.addTo(provenance);
    form.addMusicTo(provenance, model);
    provenance.put("sample_z", options.sampleZ);
    provenance.putAll(compared.fields());
    files.provenance(options.name(), provenance);
    written.say(compared.text());
  }
}
