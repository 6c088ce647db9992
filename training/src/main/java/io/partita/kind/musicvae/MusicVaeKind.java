package io.partita.kind.musicvae;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.model.Baselines;
import io.partita.model.Measure;
import io.partita.model.ModelDescription;
import io.partita.model.NetworkKind;
import io.partita.model.StrictJson;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Variational autoencoders of slices, as {@link SliceForms} lists them. */
public record MusicVaeKind() implements NetworkKind<MusicVae>, KindJobs {
  public static final MusicVaeKind KIND = new MusicVaeKind();

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
        SliceBaselines.NATS,
        Stream.concat(Stream.of(Baselines.NGRAM), SliceBaselines.DENSITIES.stream()).toList());
  }
}
