package io.partita.kind.musicvae;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.drum.DrumDensity;
import io.partita.drum.DrumMarkov;
import io.partita.model.Baselines;
import io.partita.model.Measure;
import io.partita.model.ModelDescription;
import io.partita.model.NetworkKind;
import io.partita.model.StrictJson;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Variational autoencoders of slices, as {@link SliceForms} lists them. */
public record MusicVaeKind() implements NetworkKind<MusicVae>, KindJobs {
  public static final MusicVaeKind KIND = new MusicVaeKind();

  /** What evaluations call the share of steps that a guess has right. */
  public static final String ACCURACY = "accuracy";

  /** What evaluations call what a slice costs by a density, as {@link MusicVaeScore#ELBO}. */
  public static final String NATS = "nats";

  /** Densities by n-grams. */
  public static final List<String> DENSITIES =
      Arrays.stream(DrumDensity.Model.values()).map(DrumDensity.Model::label).toList();

  /** The guess of the step a bar earlier, of the steps from the second bar on. */
  public static final String PREVIOUS_BAR = "previous_bar";

  /** The guess that all bars are as the first, of all steps; the first is told. */
  public static final String COPIED_BAR = "copied_bar";

  /** The guess of the training slice that is most like it. */
  public static final String NEAREST = "nearest";

  /** What evaluations call the map that a model's drums are cut by. */
  static final String DRUM_MAP = "drum_map";

  @Override
  public Names names() {
    return new Names(
        MusicVae.KIND,
        "MusicVAE",
        "nats per slice",
        "train-musicvae",
        SliceForms.ALL.stream().map(SliceForm::table).toList());
  }

  @Override
  public Class<TrainMusicVae> trainer() {
    return TrainMusicVae.class;
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateSlices(),
        new GenerateSlices(),
        new ReconstructSlices(),
        new InterpolateSlices(),
        new EncodeSlices(),
        new DecodeSlices(),
        new FindSlices());
  }

  @Override
  public MusicVae model(ModelDescription card) {
    MusicVae model;
    try {
      model = StrictJson.value(card.config(), MusicVae.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its config fits no MusicVAE", e);
    }
    if (!model.hasLengthOfSlices()) {
      throw new IllegalArgumentException("its config is not of slices of " + model.form().length());
    }
    return model;
  }

  @Override
  public TrainableModel network(MusicVae model) {
    return model;
  }

  @Override
  public List<String> facts() {
    return List.of(DRUM_MAP);
  }

  @Override
  public Map<String, String> facts(MusicVae model) {
    return model.form() == SliceForms.DRUMS ? Map.of(DRUM_MAP, model.drumMap()) : Map.of();
  }

  @Override
  public String phrase(String name, String value) {
    return "hears drums by the map " + value;
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.nats(MusicVaeScore.ELBO),
        Measure.share(MusicVaeScore.FREE_RUNNING),
        Measure.share(MusicVaeScore.TEACHER_FORCED));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(
        NATS, Stream.concat(Stream.of(Baselines.NGRAM), DENSITIES.stream()).toList());
  }

  /**
   * The guess of a Markov model.
   *
   * @param order 0 to {@link DrumMarkov#MAX_ORDER}; of order 0 it is always the same
   */
  public static String markov(int order) {
    return order == 0 ? "majority" : "markov" + order;
  }
}
