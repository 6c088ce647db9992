package io.partita.kind.bpe;

import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.ModelLayer;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import java.util.List;
import java.util.Map;

/** Byte-pair models of token schemes. */
public record TokenBpeKind() implements ModelKind<TokenBpe>, KindJobs {
  public static final TokenBpeKind KIND = new TokenBpeKind();

  /** How many ids are left of each id of the scheme: 0.5 halves the sequences. */
  public static final String IDS_LEFT = "ids_left";

  /** The scheme as it is. */
  public static final String UNMERGED = "unmerged";

  @Override
  public Names names() {
    return new Names(
        TokenBpe.KIND, "byte-pair model", "share of ids left", "train-bpe", List.of("tokens"));
  }

  @Override
  public Class<TrainBpe> trainer() {
    return TrainBpe.class;
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(new EvaluateBpe(this));
  }

  @Override
  public TokenBpe model(ModelDescription card) {
    return config(card, TokenBpe.class);
  }

  @Override
  public long parameters(TokenBpe model) {
    return model.parameters();
  }

  @Override
  public List<ModelLayer> layers(TokenBpe model) {
    return List.of(
        new ModelLayer(
            "merges",
            "Merges",
            Map.of("pairs", "[" + model.merges() + ", 2]"),
            model.parameters()));
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(ModelFigure.error(IDS_LEFT));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(IDS_LEFT, List.of(UNMERGED));
  }
}
