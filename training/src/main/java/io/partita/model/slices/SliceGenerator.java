package io.partita.model.slices;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.form.SliceForm;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.job.HumanizeOption;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code generate} does with models of slices: it draws slices, keeps the best of several, and
 * plays them.
 */
public interface SliceGenerator<M extends SliceModel<int[]>> extends Generator<M> {
  /** The form of what a generator draws with a model of its kind; empty where it is no slice. */
  static Optional<SliceForm> formOf(Generator<?> generator, TrainedModel<?> trained) {
    return generator instanceof SliceGenerator<?>
            && trained.model() instanceof SliceModel<?> model
            && model.sliceCut().form() instanceof SliceForm form
        ? Optional.of(form)
        : Optional.empty();
  }

  /**
   * What draws a model's slices.
   *
   * @param form that they must have
   * @param option that needs them, for the message
   * @throws UserException where the model makes none
   */
  static SliceGenerator<?> of(SliceForm form, String option, TrainedModel<?> trained) {
    return Generator.of(trained)
        .filter(found -> formOf(found, trained).filter(form::equals).isPresent())
        .map(found -> (SliceGenerator<?>) found)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.WRONG_MODEL,
                    "Model %s is a %s that makes no %s, which %s needs."
                        .formatted(
                            trained.folder().name(),
                            trained.kind().title(),
                            form.product(),
                            option)));
  }

  /**
   * Slices that are about to be drawn.
   *
   * @param how for titles of pictures
   * @param isLoop whether they are to be played round and round
   * @param slices drawn with the weights, in the order of their numbers
   * @param fields of JSON files: what else makes the slice of a number, from 0
   */
  record Draws(
      String how,
      boolean isLoop,
      Function<ComputationGraph, List<int[]>> slices,
      IntFunction<Map<String, Object>> fields) {}

  /**
   * Checks options; draws nothing yet.
   *
   * @param count of slices; number k depends on the seed and k, not on how many there are
   * @throws UserException if the options do not suit the model
   */
  Draws draws(GenerateOptions options, int count, TrainedModel<M> trained) throws IOException;

  /** What a slice of a model is. */
  SliceForm form(M model);

  /** −ln p of each slice under the model, or an upper bound on it. */
  double[] nats(M model, ComputationGraph weights, List<int[]> slices);

  @Override
  default String product(M model) {
    return form(model).product();
  }

  @Override
  default int together() {
    return MadeSlices.TO_COMPARE;
  }

  @Override
  default boolean makesSlices() {
    return true;
  }

  @Override
  default Generations.Prepared prepare(GenerateOptions options, TrainedModel<M> trained)
      throws IOException {
    SliceForm form = form(trained.model());
    int candidates = options.slices.candidates();
    if (candidates > 1 && form.ranking().isEmpty()) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--best-of compares drum loops; model %s makes %s: leave it out."
              .formatted(trained.folder().name(), form.product()));
    }
    HumanizeOption.Playing playing =
        options.slices.playing(form.isHumanized(), form.product(), options.seed);
    Draws draws = draws(options, options.count * candidates, trained);
    return weights -> {
      List<KeptSlice> kept =
          KeptSlice.bestOf(
              form,
              candidates,
              draws.slices().apply(weights),
              slices -> nats(trained.model(), weights, slices));
      List<int[]> slices = kept.stream().map(KeptSlice::slice).toList();
      return new MadeSlices(
              form, slices, draws.isLoop(), draws.how(), playing, options.slices.feel())
          .generations(
              trained.folder().lastName(),
              number -> {
                Map<String, Object> provenance = new LinkedHashMap<>();
                provenance.put("seed", options.seed);
                provenance.put("number", number + 1);
                options.addDrawTo(provenance);
                provenance.putAll(draws.fields().apply(kept.get(number).drawn()));
                kept.get(number).addTo(provenance);
                playing.addTo(provenance);
                options.slices.addTo(provenance);
                return provenance;
              });
    };
  }

  /**
   * Slices drawn at a temperature, with the other options that a run has by default.
   *
   * @param temperature null for the kind's usual one
   */
  default List<int[]> slicesAt(Double temperature, TrainedModel<?> model, int count, long seed)
      throws IOException {
    GenerateOptions options = GenerateOptions.of(seed, temperature, null, null, false);
    options.usually(temperature());
    return draws(options, count, model.as(kind())).slices().apply(model.weights());
  }
}
