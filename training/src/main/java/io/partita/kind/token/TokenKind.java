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
import java.util.TreeMap;

/** Language models of tokens. */
public record TokenKind() implements NetworkKind<TokenModel>, KindJobs {
  public static final TokenKind KIND = new TokenKind();

  /** The option of the training that says which scheme's tokens are learnt. */
  public static final String TOKENS_OPTION = "--tokens";

  /** What evaluations call the scheme. */
  public static final String SCHEME = "scheme";

  /** All ids alike; n-gram models by their order, from 1; a packer. */
  public static final String UNIFORM = "uniform";

  public static final List<String> NGRAMS =
      List.of("unigram", "bigram", "trigram", "four_gram", "five_gram");

  public static final String PACKED = "xz";

  @Override
  public Names names() {
    return new Names(
        TokenLstm.KIND, "token model", "nats per token", "train-lm", List.of("tokens"));
  }

  @Override
  public Class<TrainLm> trainer() {
    return TrainLm.class;
  }

  @Override
  public Map<String, Object> options(Map<String, Object> kept) {
    Map<String, Object> options = new TreeMap<>(kept);
    if (options.remove("no_variation") instanceof Boolean isUnchanged) {
      options.put("variation", !isUnchanged);
    }
    return TokenShape.KEPT.options(options);
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(new EvaluateTokens(), new GenerateTokens());
  }

  @Override
  public TokenModel model(ModelDescription card) {
    TokenLstm network;
    try {
      network = StrictJson.value(card.config(), TokenLstm.class);
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
  public TrainableModel<?> network(TokenModel model) {
    return model.network();
  }

  @Override
  public List<String> facts() {
    return List.of(SCHEME);
  }

  @Override
  public Map<String, String> facts(TokenModel model) {
    return Map.of(SCHEME, model.scheme().label());
  }

  @Override
  public String phrase(String name, String value) {
    return "writes tokens of the scheme " + value;
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(ModelFigure.nats(TokenLstm.NATS), ModelFigure.share(TokenLstm.TOP1));
  }

  @Override
  public Baselines baselines() {
    List<String> names = new ArrayList<>(List.of(Baselines.NGRAM, PACKED, UNIFORM));
    names.addAll(NGRAMS);
    return new Baselines(TokenLstm.NATS, names);
  }
}
