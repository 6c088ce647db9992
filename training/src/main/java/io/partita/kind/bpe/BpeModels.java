package io.partita.kind.bpe;

import io.partita.model.train.TrainedModel;
import io.partita.token.MergedTokens;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Archives of byte-pair models as token schemes. */
public final class BpeModels {
  private BpeModels() {}

  /**
   * The scheme of an archive.
   *
   * @throws io.partita.UserException when there is no model, it is damaged, or of another kind
   */
  public static MergedTokens read(String model, Configuration conf) throws IOException {
    return tokens(TrainedModel.read(TokenBpeKind.KIND, model, conf));
  }

  static MergedTokens tokens(TrainedModel<TokenBpe> model) {
    try {
      return model.model().tokens(model.numbers().parameters());
    } catch (IllegalArgumentException e) {
      throw model.folder().damaged(e.getMessage(), e);
    }
  }
}
