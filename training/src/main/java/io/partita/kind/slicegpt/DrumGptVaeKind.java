package io.partita.kind.slicegpt;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.model.ModelDescription;
import io.partita.model.StrictJson;
import io.partita.model.job.KindJob;
import io.partita.model.slices.vae.EvaluateSlices;
import io.partita.model.slices.vae.GenerateSlices;
import io.partita.model.slices.vae.SliceLatents;
import io.partita.model.slices.vae.SliceVaeKind;
import io.partita.objective.Decoder;
import io.partita.objective.Encoder;
import io.partita.objective.Finder;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.util.List;
import java.util.Map;

/** Drum GPTs with a latent vector. */
public record DrumGptVaeKind() implements SliceVaeKind<SliceGptVae> {
  public static final DrumGptVaeKind KIND = new DrumGptVaeKind();

  /** What a release must reach. */
  private static final double MOST_NATS = 50;

  private static final double LEAST_FREE_RUNNING = 0.75;
  private static final double LEAST_HISTORY_NATS = 10;

  @Override
  public Names names() {
    return new Names(
        SliceGptVae.KIND,
        "drum GPT-VAE",
        "nats per slice",
        "train-drum-gpt",
        List.of("drum_slices"));
  }

  @Override
  public String madeBy() {
    return "train drum-gpt --config drum-gpt-vae_2bar";
  }

  @Override
  public Class<TrainDrumGpt> trainer() {
    return TrainDrumGpt.class;
  }

  @Override
  public Map<String, Object> options(Map<String, Object> kept) {
    return SliceGptShape.KEPT.options(kept);
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateSlices<>(
            this, new EvaluateSlices.Bar(MOST_NATS, LEAST_FREE_RUNNING, LEAST_HISTORY_NATS)),
        new GenerateSlices<>(this, GenerateSliceGpt.TEMPERATURE),
        new Reconstructor<>(this, new SliceLatents<>()),
        new Interpolator<>(this, new SliceLatents<>()),
        new Encoder<>(this, new SliceLatents<>()),
        new Decoder<>(this, new SliceLatents<>()),
        new Finder<>(this, new SliceLatents<>()));
  }

  @Override
  public SliceGptVae model(ModelDescription card) {
    try {
      return StrictJson.value(card.config(), SliceGptVae.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config fits no drum GPT-VAE", e);
    }
  }
}
