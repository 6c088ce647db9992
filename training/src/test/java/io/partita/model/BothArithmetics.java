package io.partita.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.FakeDriver;
import io.partita.nn.optim.Fitting;
import io.partita.nn.optim.FloatAdamUpdater;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A model's training with OpenBLAS and loops, and with ND4J's operations. */
public final class BothArithmetics {
  private static final int UPDATES = 50;
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final double ON_GPU = 1e-3;

  private BothArithmetics() {}

  /**
   * What comes of a supplier in a JVM that computes so; native again afterwards; on a GPU that is
   * none, see {@link FakeDriver}.
   */
  public static <T> T with(Arithmetic arithmetic, Supplier<T> what) {
    if (arithmetic == Arithmetic.CUDA) {
      FakeDriver.take();
    }
    arithmetic.use();
    try {
      return what.get();
    } finally {
      Arithmetic.NATIVE.use();
      if (arithmetic == Arithmetic.CUDA) {
        FakeDriver.leave();
      }
    }
  }

  private record First(double loss, Map<String, INDArray> gradients) {}

  /**
   * @param parameters of the network, or null for those that it begins with
   */
  private static <E> First first(TrainableModel<E> model, INDArray parameters, List<E> batch) {
    ComputationGraph network = model.network(1, model.optimizer());
    if (parameters != null) {
      network.setParams(parameters);
    }
    MultiDataSet part = model.arrays(batch, 3).get(0);
    Nd4j.getRandom().setSeed(4);
    network.setInputs(part.getFeatures());
    network.setLabels(part.getLabels());
    network.setLayerMaskArrays(part.getFeaturesMaskArrays(), part.getLabelsMaskArrays());
    network.computeGradientAndScore();
    return new First(network.score(), network.gradient().gradientForVariable());
  }

  private static <E> ComputationGraph trained(TrainableModel<E> model, List<List<E>> batches) {
    ComputationGraph network = model.network(1, model.optimizer());
    if (model.optimizer().weightDecay() > 0) {
      FloatAdamUpdater.of(network); // which then knows the weights that decay
    }
    for (int update = 0; update < UPDATES; update++) {
      for (MultiDataSet part : model.arrays(batches.get(update % batches.size()), update)) {
        Nd4j.getRandom().setSeed(update + 1);
        network.fit(part);
      }
    }
    return network;
  }

  private static void assertEqual(First everywhere, First fast) {
    assertThat(everywhere.loss())
        .as("loss")
        .isCloseTo(fast.loss(), within(LOSS * Math.abs(fast.loss())));
    assertThat(everywhere.gradients().keySet()).isEqualTo(fast.gradients().keySet());
    double most = most(fast.gradients());
    fast.gradients()
        .forEach(
            (name, gradient) -> {
              INDArray apart = everywhere.gradients().get(name).sub(gradient);
              assertThat(apart.amaxNumber().doubleValue())
                  .as("gradient of %s, up to %s", name, gradient.amaxNumber())
                  .isLessThanOrEqualTo(GRADIENT * most);
            });
  }

  private static double most(Map<String, INDArray> gradients) {
    return gradients.values().stream()
        .mapToDouble(gradient -> gradient.amaxNumber().doubleValue())
        .max()
        .orElseThrow();
  }

  /**
   * From one seed the loss of a batch is the same but for {@value #LOSS} of it, and each number of
   * the gradient but for {@value #GRADIENT} of the largest; so they are with the weights that came
   * of {@value #UPDATES} updates. Figures of the weights that come of either's updates are the same
   * but for a share of them: Adam makes whole steps also of gradients that are nothing but
   * rounding.
   *
   * @param scored that the figures are of
   */
  public static <E> void assertEqual(
      TrainableModel<E> model, List<List<E>> batches, List<E> scored, double share) {
    List<E> batch = batches.get(0);
    ComputationGraph fast = with(Arithmetic.NATIVE, () -> trained(model, batches));
    for (INDArray weights : new INDArray[] {null, fast.params()}) {
      assertEqual(
          with(Arithmetic.ND4J, () -> first(model, weights, batch)),
          with(Arithmetic.NATIVE, () -> first(model, weights, batch)));
    }

    Map<String, Double> expected =
        with(Arithmetic.NATIVE, () -> model.figures(model.score(fast, scored)));
    Map<String, Double> found =
        with(Arithmetic.ND4J, () -> model.figures(model.score(trained(model, batches), scored)));
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(found.get(name))
                .as(name)
                .isCloseTo(value, within(share * Math.max(1, Math.abs(value)))));
  }

  private record Updates(List<Double> losses, INDArray weights) {}

  private static <E> Updates updates(TrainableModel<E> model, List<List<E>> batches) {
    Fitting fitting = new Fitting(model.network(1, model.optimizer()));
    List<Double> losses = new ArrayList<>();
    for (int update = 0; update < UPDATES; update++) {
      for (MultiDataSet part : model.arrays(batches.get(update % batches.size()), update)) {
        Nd4j.getRandom().setSeed(update + 1);
        losses.add(fitting.fit(part, 1, true));
      }
    }
    return new Updates(losses, fitting.network().params().dup('c'));
  }

  /**
   * From one seed the losses of {@value #UPDATES} updates on a GPU are those on the processor but
   * for a thousandth of them, and the weights of two runs there are equal.
   */
  public static <E> void assertEqualOnGpu(TrainableModel<E> model, List<List<E>> batches) {
    Updates expected = with(Arithmetic.NATIVE, () -> updates(model, batches));
    Updates found = with(Arithmetic.CUDA, () -> updates(model, batches));
    Updates again = with(Arithmetic.CUDA, () -> updates(model, batches));
    for (int k = 0; k < expected.losses().size(); k++) {
      double loss = expected.losses().get(k);
      assertThat(found.losses().get(k))
          .as("loss %d", k)
          .isCloseTo(loss, within(ON_GPU * Math.abs(loss)));
    }
    assertThat(found.losses()).as("not computed by the same").isNotEqualTo(expected.losses());
    assertThat(again.losses()).isEqualTo(found.losses());
    assertThat(again.weights()).isEqualTo(found.weights());
  }
}
