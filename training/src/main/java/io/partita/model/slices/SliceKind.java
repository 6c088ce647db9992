package io.partita.model.slices;

import io.partita.form.SliceCut;
import io.partita.model.Baselines;
import io.partita.model.NetworkKind;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJobs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A kind of networks that learn slices. They are held against {@link SliceBaselines}, in nats. */
public interface SliceKind<M extends SliceModel<?>> extends NetworkKind<M>, KindJobs {
  /** What evaluations call the map that a model's drums are cut by. */
  String DRUM_MAP = "drum_map";

  @Override
  default TrainableModel<?> network(M model) {
    return model;
  }

  @Override
  default List<String> facts() {
    return List.of(DRUM_MAP);
  }

  @Override
  default Map<String, String> facts(M model) {
    SliceCut<?> cut = model.sliceCut();
    return cut.form().isMapped() ? Map.of(DRUM_MAP, cut.map().label()) : Map.of();
  }

  @Override
  default String phrase(String name, String value) {
    return "hears drums by the map " + value;
  }

  @Override
  default Baselines baselines() {
    return new Baselines(
        SliceBaselines.NATS,
        Stream.concat(Stream.of(Baselines.NGRAM), SliceBaselines.DENSITIES.stream()).toList());
  }
}
