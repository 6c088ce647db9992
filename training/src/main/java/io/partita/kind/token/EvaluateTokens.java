package io.partita.kind.token;

import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;

/** What {@code model evaluate} does with a token model: see {@link TokenEvaluation}. */
record EvaluateTokens(TokenKind kind) implements Evaluator<TokenModel> {
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
