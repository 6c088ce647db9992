package io.partita.model.slices;

import io.partita.form.SliceForm;
import io.partita.grid.Feel;
import io.partita.model.job.Generation;
import io.partita.model.job.Generations;
import io.partita.model.job.HumanizeOption;
import io.partita.picture.SliceRoll;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Slices that a model made, as generations.
 *
 * @param slices labels of each, [label]
 * @param isLoop whether they are to be played round and round
 * @param how they were made, for titles of pictures
 * @param playing of drums, before the feel
 * @param feel that they are played with
 */
record MadeSlices(
    SliceForm form,
    List<int[]> slices,
    boolean isLoop,
    String how,
    HumanizeOption.Playing playing,
    Feel feel) {
  /** Slices from which on there is a picture of them all: two are seen at a glance. */
  static final int TO_COMPARE = 3;

  /** Slices in that picture, the first ones. */
  private static final int IN_A_PICTURE = 16;

  /**
   * The generations.
   *
   * @param model its name, for the picture of several
   * @param provenance of a slice by its number, from 0; what the slice holds is added to it
   */
  Generations generations(String model, IntFunction<Map<String, Object>> provenance) {
    return new Generations(
        number -> {
          int[] labels = slices.get(number);
          Map<String, Object> fields = provenance.apply(number);
          fields.put("loop", isLoop);
          fields.putAll(form.labels(labels));
          return new Generation(
              new Generation.Piece(feel.of(playing.scores().apply(form.score(labels))), isLoop),
              name -> form.picture(name + ": " + how, List.of(new SliceRoll("", "", labels))),
              fields,
              "");
        },
        names -> form.picture(model + ": " + how, rolls(names)));
  }

  private List<SliceRoll> rolls(List<String> names) {
    return IntStream.range(0, Math.min(slices.size(), IN_A_PICTURE))
        .mapToObj(i -> new SliceRoll(names.get(i), "", slices.get(i)))
        .toList();
  }
}
