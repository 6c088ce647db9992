package io.partita.kind.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.StoredName;
import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.NetworkKind;
import io.partita.model.StrictJson;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.grammar.TokenGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Language models of tokens, whatever their networks are. */
public interface TokenKind extends NetworkKind<TokenModel>, KindJobs {
  /** The option of the training that says which scheme's tokens are learnt. */
  String TOKENS_OPTION = "--tokens";

  /** What evaluations call the scheme. */
  String SCHEME = "scheme";

  /** All ids alike; n-gram models by their order, from 1; a packer. */
  String UNIFORM = "uniform";

  List<String> NGRAMS = List.of("unigram", "bigram", "trigram", "four_gram", "five_gram");

  String PACKED = "xz";

  /** What a card's config is. */
  Class<? extends TokenNetwork> networkType();

  /** The same for all networks. */
  @Override
  default String texts() {
    return "token";
  }

  @Override
  default Class<TrainLm> trainer() {
    return TrainLm.class;
  }

  @Override
  default List<KindJob<?>> jobs() {
    return List.of(new EvaluateTokens(this), new GenerateTokens(this), new SongGate(this));
  }

  @Override
  default TokenModel model(ModelDescription card) {
    TokenNetwork network;
    try {
      network = StrictJson.value(card.config(), networkType());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config fits no token model", e);
    }
    Optional<TokenScheme> scheme =
        TokenSchemes.named(String.valueOf(card.options().get(StoredName.of(TOKENS_OPTION))));
    Optional<TokenGrammar> grammar = scheme.flatMap(TokenScheme::grammar);
    require(grammar.isPresent(), "its tokens are of no scheme that Partita knows");
    require(
        network.schemeVersion() == scheme.get().version(),
        "its tokens are of version "
            + network.schemeVersion()
            + " of their scheme, not of "
            + scheme.get().version());
    require(
        network.vocabulary() == grammar.get().size() && network.begin() == grammar.get().begin(),
        "its vocabulary is not that of its scheme");
    return new TokenModel(network, scheme.get(), grammar.get());
  }

  private static void require(boolean isGood, String otherwise) {
    if (!isGood) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  @Override
  default TrainableModel<?> network(TokenModel model) {
    return model.network();
  }

  @Override
  default List<String> facts() {
    return List.of(SCHEME);
  }

  @Override
  default Map<String, String> facts(TokenModel model) {
    return Map.of(SCHEME, model.scheme().label());
  }

  @Override
  default String phrase(String name, String value) {
    return "writes tokens of the scheme " + value;
  }

  @Override
  default List<ModelFigure> measures() {
    return List.of(ModelFigure.nats(TokenNetwork.NATS), ModelFigure.share(TokenNetwork.TOP1));
  }

  @Override
  default Baselines baselines() {
    List<String> names = new ArrayList<>(List.of(Baselines.NGRAM, PACKED, UNIFORM));
    names.addAll(NGRAMS);
    return new Baselines(TokenNetwork.NATS, names);
  }
}
