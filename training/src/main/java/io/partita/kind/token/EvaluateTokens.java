package io.partita.kind.token;

import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.util.List;

/** What {@code model evaluate} does with a token model: see {@link TokenEvaluation}. */
record EvaluateTokens(TokenKind kind) implements Evaluator<TokenModel> {
  @Override
  public List<String> help() {
    return List.of(
        "A token model predicts each token of whole pieces, and their end, from all tokens",
        "before. nats_per_token is the mean over tokens. bits_per_note is the bits of a piece per",
        "note, structure and end included, averaged over files. It compares models of different",
        "schemes. Both are also given by family of tokens.",
        "Fields of --json: nats_per_token, top1, top5 (shares), bits_per_note and its interval,",
        "families and scheme. The baselines ngram, xz, uniform and unigram to five_gram have",
        "nats_per_token, bits_per_note and model_less_this_bits_per_note, below 0 where the model",
        "is better. N-grams are counted on the model's training data. ngram is the order with the",
        "lowest validation loss; same_as names it.");
  }

  @Override
  public String measuredOn(TokenModel model) {
    return "all tokens of a piece and its end, scheme " + model.scheme().label();
  }

  @Override
  public LakeTable table(TokenModel model) {
    return LakeTable.TOKENS;
  }

  @Override
  public TokenEvaluation measuring(EvaluationRun run, TrainedModel<TokenModel> model) {
    return new TokenEvaluation(run, model);
  }
}
