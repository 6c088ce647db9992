package io.partita.objective;

import io.partita.model.ModelKind;
import io.partita.model.job.Generation;
import io.partita.model.latent.InterpolateOptions;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Slerp;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code interpolate} does: the examples on the way from one of a file to one of another, to
 * hear and to see, and how far each is from the first.
 */
public final class Interpolator<M extends LatentModel<E>, E>
    extends FormJob<M, E, LatentForm<M, E>> {
  public Interpolator(ModelKind<M> kind, LatentForm<M, E> form) {
    super(kind, form, LatentForm.Command.INTERPOLATE);
  }

  /** Which options begin and end a path at other examples than the first of its files. */
  public Optional<LatentForm.Starts> starts() {
    return form.starts();
  }

  /**
   * Fails where a model of this kind decodes nothing of a latent vector alone.
   *
   * @throws io.partita.UserException saying what it lacks
   */
  public void requireAble(M model) {
    form.requireDecodes(model, true);
  }

  /**
   * Goes from the latent vector of one file to that of another, and writes what is on the way.
   *
   * @param written is told of each file
   * @throws io.partita.UserException where a file is none of what the model has learnt
   */
  public void run(InterpolateOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException {
    M model = trained.model();
    long seed = options.decode.seed;
    requireAble(model);
    Excerpt<E> from = form.one(options.from(), model, LatentForm.Place.FROM);
    Excerpt<E> to = form.one(options.to(), model, LatentForm.Place.TO);
    LatentForm.Playing playing = form.playing(model, seed);
    MusicFiles files = options.files(written);
    options.decode.device.use(trained);
    ComputationGraph weights = trained.weights();
    float[][] mu = model.encode(weights, List.of(from.example(), to.example())).mu();
    float[][] z = Slerp.path(mu[0], mu[1], options.steps);
    List<E> like = Collections.nCopies(z.length, from.example());
    List<E> path = form.decode(model, weights, z, like, seed);
    Generation.Music whole = form.music(model, path, null, seed);
    List<Map<String, Object>> steps = new ArrayList<>();
    for (int i = 0; i < z.length; i++) {
      Generation.Music step = form.music(model, path.subList(i, i + 1), whole, seed);
      write(files, options.name(i), playing.music().apply(step));
      steps.add(form.step(model, z[i], path.get(0), path.get(i)));
    }
    String name = options.name();
    playing.music().apply(whole).write(files, name);
    String title = name + " in " + z.length + " steps" + form.how(seed);
    files.picture(name, () -> form.picture(model, title, shown(model, path)));
    Map<String, Object> provenance = options.decode.origin(trained);
    form.addTo(provenance);
    provenance.put("from", from.origin());
    provenance.put("to", to.origin());
    provenance.put("path", steps);
    playing.fields().accept(provenance);
    form.addMusicTo(provenance, model);
    files.provenance(name, provenance);
  }

  /** The steps below each other. */
  List<LatentForm.Shown<E>> shown(M model, List<E> path) {
    List<LatentForm.Shown<E>> shown = new ArrayList<>();
    for (E made : path) {
      String remark = form.remark(model, path.get(0), made);
      shown.add(new LatentForm.Shown<>("step " + (shown.size() + 1), remark, made));
    }
    return shown;
  }

  /** Notes of a step are heard in the whole path. */
  private static void write(MusicFiles files, String name, Generation.Music step)
      throws IOException {
    if (step instanceof Generation.Piece notes) {
      files.midi(name, notes.score());
    } else {
      step.write(files, name);
    }
  }
}
