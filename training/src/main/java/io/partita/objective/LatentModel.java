package io.partita.objective;

import io.partita.model.TrainableModel;
import io.partita.nn.latent.Posterior;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network whose examples are made of latent vectors. */
public interface LatentModel<E> extends TrainableModel<E> {
  /** What its latents are listed with, as the name of its hyper-parameters. */
  String config();

  /** The size of z. */
  int latent();

  /** The posteriors of examples, in their order. */
  Posterior encode(ComputationGraph network, List<E> examples);
}
