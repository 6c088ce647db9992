package io.partita.kind.slicegpt;

import io.partita.drum.DrumMap;
import io.partita.form.Forms;
import io.partita.model.Workload;
import java.util.Map;

/** The language model of drum loops of two bars that {@code train drum-gpt} trains by default. */
public final class DrumGptWorkload {
  private DrumGptWorkload() {}

  /**
   * @param others hyper-parameters that are not the config's
   */
  public static Workload<int[]> with(Map<String, String> others) {
    SliceGptShape shape =
        TrainDrumGpt.KEPT.with(TrainDrumGpt.KEPT.named("drum-gpt_2bar"), others);
    SliceGpt model = shape.decoder(Forms.DRUMS, DrumMap.GM);
    return new Workload<>(
        model, shape.batch(), random -> random.ints(model.steps(), 0, model.begin()).toArray());
  }
}
