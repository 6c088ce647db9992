package io.partita.nn.conv;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.GoldenArrays;
import io.partita.model.DoublePrecision;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The vertices of sound against PyTorch's in double precision. */
class SoundGoldensTest implements DoublePrecision {
  private static final double SLOPE = 0.2;

  private static GoldenArrays layers() {
    return GoldenArrays.of("rave/layers.npz");
  }

  /** What is not of the type's own precision is off by less than this, of the values' norm. */
  private static double most(DataType type) {
    return type == DataType.DOUBLE ? 1e-12 : 1e-5;
  }

  private static void same(String what, INDArray made, INDArray wanted, double most) {
    assertThat(made.shape()).as("shape of " + what).isEqualTo(wanted.shape());
    double off = made.sub(wanted).norm2Number().doubleValue();
    double share = off / wanted.norm2Number().doubleValue();
    assertThat(share).as(what).isLessThan(most);
  }

  private static Map<String, INDArray> weights(GoldenArrays golden, String name, boolean normed) {
    return normed
        ? Map.of("v", golden.array(name + ".v"), "g", golden.array(name + ".g"))
        : Map.of("W", golden.array(name + ".v"));
  }

  @ParameterizedTest
  @CsvSource({
    "dilated3, DOUBLE", "dilated3, FLOAT", "strided, DOUBLE", "strided, FLOAT",
    "up4, DOUBLE", "up4, FLOAT", "up2, DOUBLE", "up2, FLOAT"
  })
  void convolutions(String name, DataType type) {
    GoldenArrays golden = layers();
    ConvolutionVertex vertex =
        switch (name) {
          case "dilated3" -> ConvolutionVertex.same1d(4, 6, 3, 3).withWeightNorm();
          case "strided" -> ConvolutionVertex.of1d(4, 6, 9, 4, 4);
          case "up4" -> ConvolutionVertex.transposed1d(4, 2, 8, 4, 2).withWeightNorm();
          default -> ConvolutionVertex.transposed1d(4, 2, 4, 2, 1).withWeightNorm();
        };
    boolean normed = !name.equals("strided");
    VertexRun run = new VertexRun(type, vertex.withoutBias(), 1, weights(golden, name, normed));
    INDArray x = golden.array(name + ".x");
    boolean rectifies = name.startsWith("up");
    INDArray y = run.forward(true, rectifies ? rectified(x) : x);
    same(name, y, golden.array(name + ".y"), most(type));
    INDArray ofX = run.backward(golden.array(name + ".above"))[0];
    ofX = rectifies ? throughRectifier(ofX, x) : ofX;
    same(name + " of x", ofX, golden.array(name + ".of_x"), most(type));
    same(name + " of v", run.of(normed ? "v" : "W"), golden.array(name + ".of_v"), most(type));
    if (normed) {
      same(name + " of g", run.of("g"), golden.array(name + ".of_g"), most(type));
    }
  }

  @Test
  void twoHalvesAreTwoGroups() {
    GoldenArrays golden = layers();
    for (int half = 0; half < 2; half++) {
      INDArray v = golden.array("grouped.v").get(NDArrayIndex.interval(3 * half, 3 * half + 3));
      VertexRun run =
          new VertexRun(
              DataType.DOUBLE,
              ConvolutionVertex.same1d(2, 3, 5, 1).withoutBias(),
              1,
              Map.of("W", v));
      same(
          "grouped",
          run.forward(true, channels(golden.array("grouped.x"), half, 2)),
          channels(golden.array("grouped.y"), half, 3),
          1e-12);
      INDArray ofX = run.backward(channels(golden.array("grouped.above"), half, 3))[0];
      same("grouped of x", ofX, channels(golden.array("grouped.of_x"), half, 2), 1e-12);
    }
  }

  private static INDArray channels(INDArray array, int half, int count) {
    return array
        .get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(count * half, count * half + count),
            NDArrayIndex.all())
        .dup('c');
  }

  private static INDArray rectified(INDArray x) {
    return x.mul(x.gt(0).castTo(x.dataType()).mul(1 - SLOPE).add(SLOPE));
  }

  private static INDArray throughRectifier(INDArray above, INDArray x) {
    return above.mul(x.gt(0).castTo(x.dataType()).mul(1 - SLOPE).add(SLOPE));
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void residualLayer(DataType type) {
    GoldenArrays golden = layers();
    VertexRun a =
        new VertexRun(
            type,
            ConvolutionVertex.same1d(4, 4, 3, 5).withoutBias().withWeightNorm(),
            1,
            weights(golden, "residual5.a", true));
    VertexRun b =
        new VertexRun(
            type,
            ConvolutionVertex.same1d(4, 4, 3, 1).withoutBias().withWeightNorm(),
            1,
            weights(golden, "residual5.b", true));
    INDArray x = golden.array("residual5.x");
    INDArray above = golden.array("residual5.above");
    INDArray inner = a.forward(true, rectified(x));
    same(
        "residual",
        b.forward(true, rectified(inner)).add(x),
        golden.array("residual5.y"),
        most(type));
    INDArray ofInner = throughRectifier(b.backward(above)[0], inner);
    INDArray ofX = throughRectifier(a.backward(ofInner)[0], x).add(above);
    same("residual of x", ofX, golden.array("residual5.of_x"), most(type));
    same("residual of a.v", a.of("v"), golden.array("residual5.of_a.v"), most(type));
    same("residual of a.g", a.of("g"), golden.array("residual5.of_a.g"), most(type));
    same("residual of b.v", b.of("v"), golden.array("residual5.of_b.v"), most(type));
    same("residual of b.g", b.of("g"), golden.array("residual5.of_b.g"), most(type));
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void batchNorm(DataType type) {
    GoldenArrays golden = layers();
    VertexRun run =
        new VertexRun(
            type,
            new BatchNormVertex(4, NormVertex.IDENTITY),
            1,
            Map.of(
                "gamma", golden.array("batchnorm.weight"), "beta", golden.array("batchnorm.bias")));
    INDArray x = golden.array("batchnorm.x");
    same("batch norm", run.forward(true, x), golden.array("batchnorm.y"), most(type));
    INDArray ofX = run.backward(golden.array("batchnorm.above"))[0];
    same("batch norm of x", ofX, golden.array("batchnorm.of_x"), most(type));
    same("of gamma", run.of("gamma"), golden.array("batchnorm.of_weight"), most(type));
    same("of beta", run.of("beta"), golden.array("batchnorm.of_bias"), most(type));
    assertThat(run.of("mean").amaxNumber().doubleValue()).isZero();
    same("mean", run.parameter("mean"), golden.array("batchnorm.running_mean"), most(type));
    same("variance", run.parameter("variance"), golden.array("batchnorm.running_var"), most(type));
    same("evaluated", run.forward(false, x), golden.array("batchnorm.eval_y"), most(type));
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void filteredNoise(DataType type) {
    GoldenArrays golden = layers();
    VertexRun[] runs = new VertexRun[3];
    INDArray[] between = new INDArray[3];
    INDArray x = golden.array("noise.x");
    for (int k = 0; k < 3; k++) {
      GraphVertex vertex = ConvolutionVertex.of1d(4, k == 2 ? 6 : 4, 3, 2, 1).withoutBias();
      runs[k] = new VertexRun(type, vertex, 1, weights(golden, "noise.convs." + k, false));
      between[k] = runs[k].forward(true, k == 0 ? x : rectified(between[k - 1]));
    }
    VertexRun noise = new VertexRun(type, new FilteredNoiseVertex(3, 8), 2, Map.of());
    same(
        "noise",
        noise.forward(true, between[2], golden.array("noise.uniform")),
        golden.array("noise.y"),
        most(type));
    INDArray above = noise.backward(golden.array("noise.above"))[0];
    for (int k = 2; k >= 0; k--) {
      above = runs[k].backward(above)[0];
      above = k == 0 ? above : throughRectifier(above, between[k - 1]);
      same("of " + k, runs[k].of("W"), golden.array("noise.convs." + k + ".of_v"), most(type));
    }
    same("noise of x", above, golden.array("noise.of_x"), most(type));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void filterBank(int bands) {
    GoldenArrays golden = GoldenArrays.of("rave/pqmf.npz");
    assertThat(FilterBank.cutoff(bands)).isEqualTo(golden.value("cutoff_" + bands));
    same(
        "prototype",
        Nd4j.createFromArray(FilterBank.prototype(bands)),
        golden.array("prototype_" + bands),
        1e-14);
    double[][] filters = FilterBank.filters(bands);
    INDArray bank = golden.array("bank_" + bands);
    int first = (int) (bank.size(1) - filters[0].length) / 2;
    INDArray taps =
        bank.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + filters[0].length));
    assertThat(taps.norm2Number()).isEqualTo(bank.norm2Number());
    same("bank", Nd4j.create(filters), taps, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"4, DOUBLE", "4, FLOAT", "16, DOUBLE", "16, FLOAT"})
  void bandsAndBack(int bands, DataType type) {
    GoldenArrays golden = GoldenArrays.of("rave/pqmf.npz");
    VertexRun analysis = new VertexRun(type, FilterBankVertex.analysis(bands), 1, Map.of());
    VertexRun synthesis = new VertexRun(type, FilterBankVertex.synthesis(bands), 1, Map.of());
    INDArray x = batch(golden.array("x_" + bands));
    INDArray inBands = batch(golden.array("bands_" + bands));
    same("bands", analysis.forward(true, x), inBands, most(type));
    same(
        "again",
        synthesis.forward(true, inBands),
        batch(golden.array("again_" + bands)),
        most(type));
    INDArray free = batch(golden.array("free_" + bands));
    INDArray sound = synthesis.forward(true, free);
    same("free", sound, batch(golden.array("free_sound_" + bands)), most(type));
    // The gradient of one is the other.
    synthesis.forward(true, inBands);
    same("of bands", synthesis.backward(x)[0], inBands.mul(bands), most(type));
    same(
        "of sound",
        analysis.backward(inBands)[0].mul(bands),
        batch(golden.array("again_" + bands)),
        most(type));
  }

  private static INDArray batch(INDArray array) {
    return array.rank() == 1
        ? array.reshape(1, 1, array.length())
        : array.reshape(1, array.size(0), array.size(1));
  }

  @Test
  void spectralDistance() {
    GoldenArrays golden = GoldenArrays.of("rave/spectral.npz");
    double[] x = golden.values("x");
    double[] y = golden.values("y");
    double[] gradient = new double[y.length];
    SpectralDistance distance = new SpectralDistance(SpectralDistance.REPORTED_EPSILON);
    SpectralDistance.Terms terms = distance.of(y, x, 2, gradient);
    same("linear", Nd4j.createFromArray(terms.linear()), golden.array("linear"), 1e-12);
    same(
        "logarithmic",
        Nd4j.createFromArray(terms.logarithmic()),
        golden.array("logarithmic"),
        1e-11);
    assertThat(terms.sum()).isCloseTo(golden.value("distance"), within(1e-11));
    assertThat(terms.silent()).isZero();
    same(
        "gradient",
        Nd4j.createFromArray(gradient).reshape(2, y.length / 2),
        golden.array("gradient"),
        1e-7);
    assertThat(distance.of(x, x, 2, null).sum()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void distanceOfABatchIsThatOfEachExample(DataType type) {
    GoldenArrays golden = GoldenArrays.of("rave/spectral.npz");
    VertexRun run = new VertexRun(type, new SpectralDistanceVertex(1), 2, Map.of());
    INDArray x = golden.array("x").reshape(2, 1, 4608);
    INDArray y = golden.array("y").reshape(2, 1, 4608);
    double[] gradient = new double[(int) y.length()];
    double sum =
        new SpectralDistance(1).of(golden.values("y"), golden.values("x"), 2, gradient).sum();
    double[] terms = run.forward(true, y, x).data().asDouble();
    assertThat(terms).hasSize(2);
    assertThat(Arrays.stream(terms).average().orElseThrow()).isCloseTo(sum, within(1e-6));
    INDArray[] backward =
        run.backward(Nd4j.createFromArray(new double[] {0.25, 0.75}).reshape(2, 1));
    same("gradient", backward[0], Nd4j.createFromArray(gradient).reshape(2, 1, 4608), 1e-5);
    assertThat(backward[1].amaxNumber().doubleValue()).isZero();
  }

  @Test
  void silentTargetsHaveNoLinearTerm() {
    double[] y = new double[2000];
    y[1000] = 0.5;
    double[] gradient = new double[y.length];
    SpectralDistance.Terms terms =
        new SpectralDistance(1e-3).of(y, new double[y.length], 1, gradient);
    assertThat(terms.silent()).isEqualTo(5);
    assertThat(terms.linear()).containsOnly(0.0);
    assertThat(terms.sum()).isFinite().isPositive();
    for (double value : gradient) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatIllegal(() -> FilterBankVertex.analysis(12)).names("4, 8", 16, 12);
    assertThatIllegal(() -> new FilteredNoiseVertex(5, 7)).names(5, 7);
    assertThatIllegal(() -> new BatchNormVertex(0, 0.2)).names(0);
    assertThatIllegal(() -> new SpectralDistanceVertex(0)).names("0");
    assertThatIllegal(() -> new SpectralDistance(1).of(new double[1024], new double[1024], 1, null))
        .names(1024);
  }
}
