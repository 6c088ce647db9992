package io.partita.model.train;

import io.partita.kind.bpe.TokenBpe;
import io.partita.kind.bpe.TokenBpeKind;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.cvae.CvaeKind;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.kind.note.NoteKind;
import io.partita.kind.note.NoteModel;
import io.partita.kind.rvq.Rvq;
import io.partita.kind.rvq.RvqKind;
import io.partita.kind.token.TokenKind;
import io.partita.kind.token.TokenModel;
import io.partita.lake.table.TrainedKind;
import io.partita.model.ModelKind;
import io.partita.model.NetworkKind;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of models that there are, in the order of the class path's lists of {@link
 * TrainedKind}; everything that lists, names or reads kinds asks here.
 */
public final class ModelKinds {
  private static final List<ModelKind<?>> ALL =
      TrainedKind.all().stream().<ModelKind<?>>map(kind -> (ModelKind<?>) kind).toList();

  public static final NetworkKind<NoteModel> NOTE_LSTM = of(NoteKind.class);

  public static final NetworkKind<MusicVae> MUSICVAE = of(MusicVaeKind.class);

  public static final NetworkKind<Cvae> CVAE = of(CvaeKind.class);

  public static final ModelKind<Rvq> RVQ = of(RvqKind.class);

  public static final ModelKind<TokenBpe> TOKEN_BPE = of(TokenBpeKind.class);

  public static final NetworkKind<TokenModel> TOKEN_LSTM = of(TokenKind.class);

  private ModelKinds() {}

  private static <K extends ModelKind<?>> K of(Class<K> type) {
    return ALL.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

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
