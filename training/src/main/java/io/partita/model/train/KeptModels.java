package io.partita.model.train;

import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The models that a process used last, with their networks: reading them takes longer than making a
 * loop. Nothing is kept until {@link #keep}, which is for a process that runs one command after
 * another in one thread, none of which trains.
 */
public final class KeptModels {
  /** A model that makes loops, one that humanizes them, and the same of another page. */
  private static final int MOST = 4;

  /** Least recently used first. */
  private static final Map<Key, TrainedModel<?>> MODELS = new LinkedHashMap<>(16, 0.75f, true);

  /** Of each kept model; null until it is used. */
  private static final IdentityHashMap<TrainedModel<?>, ComputationGraph> NETWORKS =
      new IdentityHashMap<>();

  private static boolean areKept;

  private KeptModels() {}

  /** A model as a command names it, of one version. */
  private record Key(String name, Path folder, ModelCard card) {}

  /** Reads a model. */
  @FunctionalInterface
  interface Reader {
    TrainedModel<?> read() throws IOException;
  }

  /** From now on models are kept in this process. */
  public static void keep() {
    areKept = true;
  }

  /** The model of a card: the kept one, or the one that is read now. */
  static TrainedModel<?> model(ModelFolder folder, ModelCard card, Reader reader)
      throws IOException {
    if (!areKept) {
      return reader.read();
    }
    Key key = new Key(folder.name(), folder.path(), card);
    TrainedModel<?> kept = MODELS.get(key);
    if (kept == null) {
      kept = reader.read();
      MODELS.put(key, kept);
      NETWORKS.put(kept, null);
      if (MODELS.size() > MOST) {
        NETWORKS.remove(MODELS.remove(MODELS.keySet().iterator().next()));
      }
    }
    return kept;
  }

  /** The network of a model: the kept one, or the one that is made now. */
  static ComputationGraph network(TrainedModel<?> model, Supplier<ComputationGraph> maker) {
    return NETWORKS.containsKey(model)
        ? NETWORKS.computeIfAbsent(model, unmade -> maker.get())
        : maker.get();
  }
}
