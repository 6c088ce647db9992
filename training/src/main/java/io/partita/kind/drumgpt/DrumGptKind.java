package io.partita.kind.drumgpt;

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
import io.partita.model.slices.SliceForms;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Language models of drum slices. */
public record DrumGptKind() implements NetworkKind<DrumGpt>, KindJobs {
  public static final DrumGptKind KIND = new DrumGptKind();

  /** What evaluations call the map that a model's drums are cut by. */
  private static final String DRUM_MAP = "drum_map";

  @Override
  public Names names() {
    return new Names(
        DrumGpt.KIND,
        "drum GPT",
        "nats per slice",
        "train-drum-gpt",
        List.of(SliceForms.DRUMS.table()));
  }

  @Override
  public Class<TrainDrumGpt> trainer() {
    return TrainDrumGpt.class;
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(new EvaluateDrumGpt(), new GenerateDrumGpt());
  }

  @Override
  public DrumGpt model(ModelDescription card) {
    try {
      return StrictJson.value(card.config(), DrumGpt.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config fits no drum GPT", e);
    }
  }

  @Override
  public TrainableModel network(DrumGpt model) {
    return model;
  }

  @Override
  public List<String> facts() {
    return List.of(DRUM_MAP);
  }

  @Override
  public Map<String, String> facts(DrumGpt model) {
    return Map.of(DRUM_MAP, model.drumMap());
  }

  @Override
  public String phrase(String name, String value) {
    return "hears drums by the map " + value;
  }

  @Override
  public List<Measure> measures() {
    return List.of(Measure.nats(DrumGptScore.NATS), Measure.share(DrumGptScore.ACCURACY));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(
        SliceBaselines.NATS,
        Stream.concat(Stream.of(Baselines.NGRAM), SliceBaselines.DENSITIES.stream()).toList());
  }
}
