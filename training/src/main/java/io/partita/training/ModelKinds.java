package io.partita.training;

import io.partita.lake.table.TrainedKind;
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
