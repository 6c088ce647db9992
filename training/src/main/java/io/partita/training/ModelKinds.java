package io.partita.training;

import io.partita.model.ModelKind;
import io.partita.model.NetworkKind;
import io.partita.model.bpe.TokenBpe;
import io.partita.model.bpe.TokenBpeKind;
import io.partita.model.cvae.Cvae;
import io.partita.model.cvae.CvaeKind;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaeKind;
import io.partita.model.note.NoteKind;
import io.partita.model.note.NoteModel;
import io.partita.model.rvq.Rvq;
import io.partita.model.rvq.RvqKind;
import io.partita.model.token.TokenKind;
import io.partita.model.token.TokenModel;
import java.util.List;
import java.util.Optional;

/** The kinds of models that there are; everything that lists, names or reads kinds asks here. */
public final class ModelKinds {
  public static final NetworkKind<NoteModel> NOTE_LSTM = new NoteKind();

  public static final NetworkKind<MusicVae> MUSICVAE = new MusicVaeKind();

  public static final NetworkKind<Cvae> CVAE = new CvaeKind();

  public static final ModelKind<Rvq> RVQ = new RvqKind();

  public static final ModelKind<TokenBpe> TOKEN_BPE = new TokenBpeKind();

  public static final NetworkKind<TokenModel> TOKEN_LSTM = new TokenKind();

  private static final List<ModelKind<?>> ALL =
      List.of(NOTE_LSTM, MUSICVAE, CVAE, RVQ, TOKEN_BPE, TOKEN_LSTM);

  private ModelKinds() {}

  public static List<ModelKind<?>> all() {
    return ALL;
  }

  /** The unit of a kind's losses, {@link ModelKind#lossUnit}, by what archives call the kind. */
  public static String lossUnit(String kind) {
    return named(kind).orElseThrow().lossUnit();
  }

  /** By what archives call it. */
  public static Optional<ModelKind<?>> named(String name) {
    return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }
}
