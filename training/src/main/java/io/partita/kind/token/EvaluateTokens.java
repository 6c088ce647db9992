package io.partita.kind.token;

import io.partita.model.ModelKind;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.util.List;

/** What {@code evaluate} does with a token model: see {@link TokenEvaluation}. */
final class EvaluateTokens implements Evaluator<TokenModel> {
  @Override
  public ModelKind<TokenModel> kind() {
    return TokenKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A token model predicts whole pieces, each token and the end from all before it.",
        "nats_per_token is of all tokens; bits_per_note of all tokens of a piece, structure and",
        "end included, for each of its notes, in the mean over files: models of different schemes",
        "can be compared by it. Both also by family of tokens.",
        "Of it --json tells: nats_per_token, top1, top5 (shares), bits_per_note and its interval,",
        "families, scheme, and of the baselines ngram, xz, uniform and unigram to five_gram",
        "nats_per_token, bits_per_note and model_less_this_bits_per_note, below 0 where the model",
        "needs fewer; n-grams are counted on what the model was trained on. ngram is the order",
        "with the lowest loss on the validation split; same_as names it.");
  }

  @Override
  public String measuredOn(TokenModel model) {
    return "all tokens of a piece and its end, scheme " + model.scheme().label();
  }

  @Override
  public Evaluation run(
      EvaluateOptions options, TrainedModel<TokenModel> model, TrainedModel<TokenModel> against)
      throws Exception {
    return TokenEvaluation.run(options, model, against);
  }
}
