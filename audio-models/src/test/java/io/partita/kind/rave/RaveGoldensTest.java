package io.partita.kind.rave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.GoldenArrays;
import io.partita.model.DoublePrecision;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.optim.FloatAdam;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** A small network against PyTorch's in double precision. */
class RaveGoldensTest implements DoublePrecision {
  private static final int LATENTS = 4;

  private final GoldenArrays golden = GoldenArrays.of("rave/tiny.npz");

  private static Rave tiny(boolean noise, double logEpsilon) {
    return Rave.named("rave-tiny")
        .with(
            Map.of(
                "length", "4608",
                "subbands", "4",
                "capacity", "4",
                "latents", "" + LATENTS,
                "ratios", "[4, 4, 2]",
                "noise", "" + noise,
                "logEpsilon", "" + logEpsilon));
  }

  private static ComputationGraph network(Rave model, DataType type, IUpdater updater) {
    return RaveGraph.of(
        model, new NeuralNetConfiguration.Builder().seed(1).dataType(type).updater(updater));
  }

  /** With the golden's weights. */
  private ComputationGraph read(Rave model, DataType type, IUpdater updater) {
    ComputationGraph network = network(model, type, updater);
    int found = 0;
    for (String name : golden.names("w.")) {
      for (Map.Entry<INDArray, INDArray> pair : pairs(network, name, golden.array("w." + name))) {
        pair.getKey().assign(pair.getValue().castTo(type));
        found += (int) pair.getKey().length();
      }
    }
    assertThat(found).as("parameters").isEqualTo((int) network.params().length());
    return network;
  }

  /** Parameters, by the golden's name, each with its part of the golden's values. */
  private static Iterable<Map.Entry<INDArray, INDArray>> pairs(
      ComputationGraph network, String name, INDArray values) {
    return pairs(network, name, values, false);
  }

  private static Iterable<Map.Entry<INDArray, INDArray>> pairs(
      ComputationGraph network, String name, INDArray values, boolean ofGradients) {
    List<Map.Entry<INDArray, INDArray>> pairs = new ArrayList<>();
    if (name.equals("encoder.last.v")) {
      for (int half = 0; half < 2; half++) {
        INDArray rows = values.get(NDArrayIndex.interval(half * LATENTS, (half + 1) * LATENTS));
        String vertex = half == 0 ? RaveGraph.MEAN : RaveGraph.SCALE;
        pairs.add(Map.entry(array(network, vertex, "W", ofGradients), rows.dup('c')));
      }
      return pairs;
    }
    String[] place = place(name);
    if (network.getVertex(place[0]) != null) { // one without noise has no branch of it
      pairs.add(Map.entry(array(network, place[0], place[1], ofGradients), values));
    }
    return pairs;
  }

  private static INDArray array(
      ComputationGraph network, String vertex, String name, boolean isGradient) {
    return isGradient
        ? network.gradient().getGradientFor(vertex + "_" + name)
        : parameter(network, vertex, name);
  }

  private static INDArray parameter(ComputationGraph network, String vertex, String name) {
    return network.getVertex(vertex).paramTable(false).get(name);
  }

  /** The vertex and its parameter that a golden's name is about. */
  private static String[] place(String name) {
    int dot = name.lastIndexOf('.');
    String layer = name.substring(0, dot);
    String of = name.substring(dot + 1);
    String vertex =
        layer
            .replaceFirst("^encoder.norms.", "encoder_norm")
            .replaceFirst("^encoder.downs.", "encoder_down")
            .replaceFirst("^encoder.first$", "encoder_first")
            .replaceFirst("^decoder.first$", "decoder_first")
            .replaceFirst("^decoder.ups.", "decoder_up")
            .replaceFirst("^decoder.stacks.(.).(.).(.)$", "decoder_stack$1_$2$3")
            .replaceFirst("^decoder.wave$", "wave")
            .replaceFirst("^decoder.loud$", "loudness")
            .replaceFirst("^decoder.noise.convs.", "hiss");
    boolean isNormed = layer.startsWith("decoder") && !layer.startsWith("decoder.noise");
    String parameter =
        switch (of) {
          case "weight" -> "gamma";
          case "bias" -> "beta";
          case "running_mean" -> "mean";
          case "running_var" -> "variance";
          case "v" -> isNormed ? "v" : "W";
          default -> of;
        };
    return new String[] {vertex, parameter};
  }

  private INDArray[] features(Rave model, DataType type, int draw) {
    INDArray x = golden.array("x").reshape(2, 1, 4608).castTo(type);
    INDArray noise = draw(golden.array("eps"), draw).castTo(type);
    return model.noise()
        ? new INDArray[] {x, noise, draw(golden.array("uniform"), draw).castTo(type)}
        : new INDArray[] {x, noise};
  }

  private static INDArray draw(INDArray draws, int number) {
    return draws
        .get(NDArrayIndex.point(number), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all())
        .dup('c');
  }

  private static double off(INDArray made, INDArray wanted) {
    INDArray doubles = made.castTo(DataType.DOUBLE);
    return doubles.reshape(wanted.shape()).sub(wanted).norm2Number().doubleValue()
        / wanted.norm2Number().doubleValue();
  }

  private static double largestOff(INDArray made, INDArray wanted) {
    return made.castTo(DataType.DOUBLE)
        .reshape(wanted.shape())
        .sub(wanted)
        .amaxNumber()
        .doubleValue();
  }

  @ParameterizedTest
  @CsvSource({
    "stage1, false, 1e-7, DOUBLE", "noise, true, 1e-7, DOUBLE", "soft, true, 1, DOUBLE",
    "stage1, false, 1e-7, FLOAT", "noise, true, 1e-7, FLOAT", "soft, true, 1, FLOAT"
  })
  void forwardLossAndGradients(String name, boolean noise, double logEpsilon, DataType type) {
    Rave model = tiny(noise, logEpsilon);
    ComputationGraph network = read(model, type, new NoOp());
    network.setInputs(features(model, type, 0));
    network.setLabels(Nd4j.zeros(type, 2, 1));
    network.computeGradientAndScore();
    boolean isDouble = type == DataType.DOUBLE;
    double ofLoss = isDouble ? 1e-11 : 1e-4;
    double loss = golden.value(name + ".loss");
    assertThat(network.score() / loss).isCloseTo(1, within(ofLoss));
    for (String of : golden.names(name + ".of.")) {
      INDArray wanted = golden.array(name + ".of." + of);
      for (Map.Entry<INDArray, INDArray> pair : pairs(network, of, wanted, true)) {
        double off = off(pair.getKey().div(2), pair.getValue());
        assertThat(off).as(of).isLessThan(isDouble ? 1e-7 : logEpsilon == 1 ? 1e-4 : 5e-2);
      }
    }
    for (String of : golden.names("after.")) {
      String[] place = place(of);
      assertThat(largestOff(parameter(network, place[0], place[1]), golden.array("after." + of)))
          .as(of)
          .isLessThan(isDouble ? 1e-12 : 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void everyStageOfTheForwardPass(DataType type) {
    Rave model = tiny(true, 1);
    double most = type == DataType.DOUBLE ? 1e-12 : 1e-5;
    Map<String, String> places = new LinkedHashMap<>();
    places.put(RaveGraph.BANDS, "stage1.bands");
    places.put(RaveGraph.MEAN, "stage1.mean");
    places.put(RaveGraph.SCALE, "stage1.scale");
    places.put(RaveGraph.SIGMA, "stage1.std");
    places.put(RaveGraph.Z, "stage1.z");
    places.put("wave", "wave");
    places.put("loudness", "loud");
    places.put("hiss", "hiss");
    places.put("shaped", "stage1.decoded");
    places.put(RaveGraph.DECODED, "noise.decoded");
    places.put(RaveGraph.SOUND, "noise.audio");
    for (Map.Entry<String, String> place : places.entrySet()) {
      ComputationGraph network = read(model, type, new NoOp());
      INDArray made =
          network.output(List.of(place.getKey()), true, features(model, type, 0), null)[0];
      double off = largestOff(made, golden.array(place.getValue()));
      assertThat(off).as(place.getKey()).isLessThan(most);
    }
    Rave quiet = tiny(false, 1);
    ComputationGraph network = read(quiet, type, new NoOp());
    network.output(true, features(quiet, type, 0)); // running statistics have moved once
    INDArray[] evaluated =
        network.output(List.of(RaveGraph.MEAN), false, features(quiet, type, 0), null);
    assertThat(largestOff(evaluated[0], golden.array("eval.mean"))).isLessThan(most);
    INDArray[] still = features(quiet, type, 0);
    still[1].assign(0);
    INDArray sound = network.output(List.of(RaveGraph.SOUND), false, still, null)[0];
    assertThat(largestOff(sound, golden.array("eval.audio"))).isLessThan(most);
    INDArray ofDecoder =
        RaveGraph.decoder(quiet, network).outputSingle(false, evaluated[0].castTo(type));
    assertThat(largestOff(ofDecoder, golden.array("eval.audio"))).isLessThan(most);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void threeUpdates(DataType type) {
    GoldenArrays updates = GoldenArrays.of("rave/updates.npz");
    Rave model = tiny(true, 1);
    Optimizer optimizer = model.optimizer().with(Schedule.linear(1e-3, 1e-4).over(10));
    ComputationGraph network = read(model, type, new FloatAdam(optimizer));
    double most = type == DataType.DOUBLE ? 1e-9 : 1e-4;
    for (int update = 0; update < 3; update++) {
      network.fit(
          new MultiDataSet(features(model, type, update), new INDArray[] {Nd4j.zeros(type, 2, 1)}));
      double loss = updates.value("dl4j.loss_" + (update + 1));
      assertThat(network.score() / loss).isCloseTo(1, within(most));
    }
    for (String name : updates.names("dl4j.3.")) {
      for (Map.Entry<INDArray, INDArray> pair :
          pairs(network, name, updates.array("dl4j.3." + name))) {
        assertThat(off(pair.getKey(), pair.getValue())).as(name).isLessThan(most);
      }
    }
  }

  @Test
  void schedules() {
    GoldenArrays schedule = GoldenArrays.of("rave/schedule.npz");
    double[] steps = schedule.values("steps");
    double[] betas = schedule.values("beta_v2");
    for (int k = 0; k < steps.length; k++) {
      assertThat(new KlCharge(0, 5e-2, 0, 0, 0, 20_000, 0, 1e-6, false).beta((long) steps[k]))
          .isCloseTo(betas[k], within(1e-15));
    }
    Schedule rate = Schedule.linear(1e-3, 1e-4).over(1_000_000);
    double[] after = schedule.values("rate_after");
    for (int k = 0; k < after.length; k++) {
      assertThat(rate.valueAt((int) after[k], 0))
          .isCloseTo(schedule.values("rate")[k], within(1e-15));
    }
  }

  @Test
  void componentsOfLatents() {
    GoldenArrays latents = GoldenArrays.of("rave/latents.npz");
    double[][] z = latents.array("z").toDoubleMatrix();
    LatentFidelity fidelity = LatentFidelity.of(z);
    double[][] components = latents.array("components").toDoubleMatrix();
    for (int k = 0; k < components.length; k++) {
      assertThat(fidelity.components()[k]).containsExactly(components[k], within(1e-9));
    }
    assertThat(fidelity.variances()).containsExactly(latents.values("variances"), within(1e-12));
    assertThat(fidelity.shares()).containsExactly(latents.values("fidelity"), within(1e-12));
    double[] levels = latents.values("levels");
    for (int k = 0; k < levels.length; k++) {
      assertThat(fidelity.needed(levels[k])).isEqualTo((int) latents.values("needed")[k]);
    }
    float[][] window = {latents.array("z").transpose().dup('c').reshape(-1).toFloatVector()};
    int kept = (int) latents.array("codes").size(1);
    Posterior codes = fidelity.kept(new Posterior(window, window), kept);
    assertThat(codes.mu()[0])
        .containsExactly(
            latents.array("codes").transpose().dup('c').reshape(-1).toFloatVector(), within(1e-4f));
    for (String fill : List.of("back", "back_without_noise")) {
      float[] all = Arrays.copyOf(codes.mu()[0], window[0].length);
      if (fill.equals("back")) {
        float[] noise = latents.array("noise").transpose().dup('c').reshape(-1).toFloatVector();
        System.arraycopy(noise, 0, all, codes.mu()[0].length, noise.length);
      }
      assertThat(fidelity.z(new float[][] {all})[0])
          .containsExactly(
              latents.array(fill).transpose().dup('c').reshape(-1).toFloatVector(), within(1e-4f));
    }
  }

  @Test
  void allPassFilter() {
    GoldenArrays schedule = GoldenArrays.of("rave/schedule.npz");
    float[] x = Nd4j.createFromArray(schedule.values("x")).toFloatVector();
    float[] made = WindowDraw.filtered(x, schedule.value("angle"));
    double[] wanted = schedule.values("mangled");
    for (int k = 0; k < wanted.length; k++) {
      assertThat((double) made[k]).isCloseTo(wanted[k], within(2e-6));
    }
  }

  @Test
  void parameterCounts() {
    Map.of("rave-v1", 17_612_369, "rave-small", 1_018_273, "rave-tiny", 269_401)
        .forEach(
            (name, learnt) -> {
              Rave model = Rave.named(name);
              int normed = model.capacity() * ((1 << model.ratios().size()) - 1);
              assertThat(model.parameters() - 2L * normed).isEqualTo((long) learnt);
            });
  }
}
