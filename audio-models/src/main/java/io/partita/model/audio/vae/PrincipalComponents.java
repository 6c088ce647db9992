package io.partita.model.audio.vae;

import io.partita.nn.blas.Doubles;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Principal components of windows, and the Gaussian density that they are the maximum likelihood
 * of: probabilistic PCA (Tipping and Bishop, 1999, equations 4, 7 and 8). What an encoder and a
 * decoder without any non-linearity make of as many numbers as a model has in z.
 *
 * <p>They are found by subspace iteration (Halko, Martinsson and Tropp, 2011, algorithm 4.4), a
 * pass over the windows each time, so that no covariance of all values is ever held: memory goes
 * with values times components.
 */
public final class PrincipalComponents implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Directions that are followed beside those that are wanted, so that these settle sooner. */
  private static final int BESIDE = 16;

  private static final int BLOCK = 64;
  private static final long SEED = 1;

  /** Directions with less than this share of the most of them are none. */
  private static final double LEAST_SHARE = 1e-12;

  /** Passes over the windows, at most; some ten are enough. */
  private static final int MOST_PASSES = 40;

  /** Components are found where a pass adds no more than this share of the variance. */
  private static final double SETTLED = 1e-6;

  /** Values times components, 8 bytes each, which a task holds. */
  private static final long MOST_NUMBERS = 8L << 20;

  private final float[] mean;
  private final float[] components;
  private final double[] variances;
  private final double noise;

  private PrincipalComponents(float[] mean, float[] components, double[] variances, double noise) {
    this.mean = mean;
    this.components = components;
    this.variances = variances;
    this.noise = noise;
  }

  /** Sums of windows, a first pass over them. */
  public static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] sums;
    private long count;

    public Sums(int size) {
      sums = new double[size];
    }

    public void add(float[] window) {
      count++;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += window[i];
      }
    }

    public Sums plus(Sums other) {
      count += other.count;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += other.sums[i];
      }
      return this;
    }

    /** Number of windows. */
    public long count() {
      return count;
    }

    /** Some directions to begin with; {@code components} must be below count and values. */
    public Basis begin(int components) {
      double[] mean = new double[sums.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = sums[i] / count;
      }
      int columns = (int) Math.min(components + BESIDE, Math.min(count - 1, sums.length));
      Random random = new Random(SEED);
      double[] drawn = new double[sums.length * columns];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = random.nextGaussian();
      }
      return new Basis(
          mean, count, components, orthonormal(matrix(drawn, sums.length, columns)), null);
    }
  }

  /** Directions that windows are projected on in the next pass. */
  public static final class Basis implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] mean;
    private final long count;
    private final int wanted;
    private final double[] directions;
    private final double[] variances;
    private PrincipalComponents found;

    private Basis(double[] mean, long count, int wanted, INDArray orthonormal, double[] variances) {
      this.mean = mean;
      this.count = count;
      this.wanted = wanted;
      this.directions = numbers(orthonormal);
      this.variances = variances;
    }

    private int columns() {
      return directions.length / mean.length;
    }

    /** What a pass with these directions has seen so far: nothing. */
    public Pass pass() {
      return new Pass(this);
    }

    /** Variance along the wanted directions by the last pass; 0 before the first. */
    public double explained() {
      return variances == null ? 0 : Arrays.stream(variances).sum();
    }

    /** The components by the last pass; null where they leave no variance over. */
    public PrincipalComponents components() {
      return found;
    }
  }

  /** The windows' covariance times a basis. */
  public static final class Pass implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Basis basis;
    private final transient INDArray directions;
    private final transient double[] block;
    private transient int inBlock;
    private final double[] products;
    private double squares;

    private Pass(Basis basis) {
      this.basis = basis;
      this.directions = matrix(basis.directions, basis.mean.length, basis.columns());
      this.block = new double[BLOCK * basis.mean.length];
      this.products = new double[basis.directions.length];
    }

    public void add(float[] window) {
      int at = inBlock++ * window.length;
      for (int i = 0; i < window.length; i++) {
        double centred = window[i] - basis.mean[i];
        block[at + i] = centred;
        squares += centred * centred;
      }
      if (inBlock == BLOCK) {
        flush();
      }
    }

    private void flush() {
      int size = basis.mean.length;
      INDArray windows = matrix(Arrays.copyOf(block, inBlock * size), inBlock, size);
      double[] more = numbers(windows.transpose().mmul(windows.mmul(directions)));
      for (int i = 0; i < more.length; i++) {
        products[i] += more[i];
      }
      inBlock = 0;
    }

    /** To be called after the last window, before the pass is sent or added. */
    public Pass end() {
      if (inBlock > 0) {
        flush();
      }
      return this;
    }

    public Pass plus(Pass other) {
      for (int i = 0; i < products.length; i++) {
        products[i] += other.products[i];
      }
      squares += other.squares;
      return this;
    }
  }

  /**
   * The directions after a pass, nearer to those of most variance.
   *
   * @param all windows of the pass
   */
  public static Basis next(Basis basis, Pass all) {
    int size = basis.mean.length;
    INDArray directions = matrix(basis.directions, size, basis.columns());
    if (all.squares == 0) { // all windows are the same
      return new Basis(basis.mean, basis.count, basis.wanted, directions, new double[1]);
    }
    INDArray products = matrix(all.products, size, basis.columns()).div(basis.count);
    Eigen ritz = symmetric(directions.transpose().mmul(products));
    int wanted = Math.min(basis.wanted, basis.columns());
    double[] variances = Arrays.copyOf(ritz.values(), wanted);
    Basis next = new Basis(basis.mean, basis.count, basis.wanted, orthonormal(products), variances);
    double left = all.squares / basis.count - Arrays.stream(variances).sum();
    double noise = left / (size - wanted);
    if (noise > LEAST_SHARE * variances[0] && variances[wanted - 1] > 0) {
      INDArray rotation = matrix(vectors(ritz, wanted), basis.columns(), wanted);
      next.found =
          new PrincipalComponents(
              Doubles.floats(basis.mean),
              Doubles.floats(numbers(directions.mmul(rotation).transpose())),
              variances,
              noise);
    }
    return next;
  }

  /** Whether so many of windows of a size are few enough to be found. */
  public static boolean areFew(int size, int wanted) {
    return (long) size * wanted <= MOST_NUMBERS;
  }

  /**
   * Those of windows.
   *
   * @param size values of a window
   * @return null where there are too few windows for so many, they are too large, or they leave no
   *     variance over
   */
  public static PrincipalComponents of(JavaRDD<float[]> windows, int size, int wanted) {
    Sums sums =
        windows
            .mapPartitions(
                part -> {
                  Sums some = new Sums(size);
                  part.forEachRemaining(some::add);
                  return List.of(some).iterator();
                })
            .treeReduce(Sums::plus);
    if (wanted < 1 || wanted >= sums.count() - 1 || !areFew(size, wanted)) {
      return null;
    }
    Basis basis = sums.begin(wanted);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Basis next = next(basis, pass(windows, basis));
      if (next.explained() - basis.explained() <= SETTLED * next.explained()) {
        return next.components();
      }
      basis = next;
    }
    return basis.components();
  }

  private static Pass pass(JavaRDD<float[]> windows, Basis basis) {
    Broadcast<Basis> everywhere =
        JavaSparkContext.fromSparkContext(windows.context()).broadcast(basis);
    try {
      return windows
          .mapPartitions(
              part -> {
                Pass some = everywhere.value().pass();
                part.forEachRemaining(some::add);
                return List.of(some.end()).iterator();
              })
          .treeReduce(Pass::plus);
    } finally {
      everywhere.destroy();
    }
  }

  /** The first ones alone. */
  public PrincipalComponents first(int number) {
    double left = noise * (mean.length - variances.length);
    for (int k = number; k < variances.length; k++) {
      left += variances[k];
    }
    return new PrincipalComponents(
        mean,
        Arrays.copyOf(components, number * mean.length),
        Arrays.copyOf(variances, number),
        left / (mean.length - number));
  }

  /** How many there are. */
  public int count() {
    return variances.length;
  }

  /** Variance along one of them, of which {@link #noise} is everywhere. */
  public double variance(int component) {
    return variances[component];
  }

  /** Variance along any direction beside them. */
  public double noise() {
    return noise;
  }

  /** A number of one of them, as a direction of length 1. */
  public double direction(int component, int value) {
    return components[component * mean.length + value];
  }

  public double mean(int value) {
    return mean[value];
  }

  /** What is left of windows, one behind the other, each projected on the components. */
  public float[] reconstructed(float[] windows) {
    int size = mean.length;
    float[] floats = new float[windows.length];
    for (int first = 0; first < windows.length; first += size) {
      double[] made = new double[size];
      for (int k = 0; k < variances.length; k++) {
        double along = along(k, windows, first);
        for (int i = 0; i < size; i++) {
          made[i] += along * components[k * size + i];
        }
      }
      for (int i = 0; i < size; i++) {
        floats[first + i] = (float) (mean[i] + made[i]);
      }
    }
    return floats;
  }

  /** −ln of the density of a window, nats: normal, of the covariance W Wᵀ + noise · I. */
  public double nats(float[] window) {
    return nats(window, rest -> noise);
  }

  /**
   * The same where the noise beside the components is as loud as a window's own.
   *
   * @param least variance of that noise
   */
  public double natsOfOwnNoise(float[] window, double least) {
    return nats(window, rest -> Math.max(least, rest / (window.length - variances.length)));
  }

  private double nats(float[] window, DoubleUnaryOperator noiseOfRest) {
    double rest = 0;
    for (int i = 0; i < window.length; i++) {
      double centred = (double) window[i] - mean[i];
      rest += centred * centred;
    }
    double nats = window.length * Math.log(2 * Math.PI);
    for (int k = 0; k < variances.length; k++) {
      double along = along(k, window, 0);
      rest -= along * along;
      nats += Math.log(variances[k]) + along * along / variances[k];
    }
    rest = Math.max(0, rest);
    double ofNoise = noiseOfRest.applyAsDouble(rest);
    nats += (window.length - variances.length) * Math.log(ofNoise) + rest / ofNoise;
    return nats / 2;
  }

  private double along(int component, float[] windows, int first) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += ((double) windows[first + i] - mean[i]) * components[component * mean.length + i];
    }
    return sum;
  }

  /** Columns that span the same, of length 1 and at right angles; fewer where they span less. */
  private static INDArray orthonormal(INDArray columns) {
    INDArray once = whitened(columns);
    return whitened(once); // rounding of the first is gone after the second
  }

  private static INDArray whitened(INDArray columns) {
    Eigen gram = symmetric(columns.transpose().mmul(columns));
    double[] values = gram.values();
    int rank = 0;
    while (rank < values.length && values[rank] > LEAST_SHARE * values[0]) {
      rank++;
    }
    double[] rotation = vectors(gram, rank);
    for (int i = 0; i < rotation.length; i++) {
      rotation[i] /= Math.sqrt(values[i % rank]);
    }
    return columns.mmul(matrix(rotation, values.length, rank));
  }

  /**
   * Eigenvalues, which fall, and vectors of length 1.
   *
   * @param vectors a column each
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Eigen(double[] values, RealMatrix vectors) {}

  /** Those of a symmetric matrix that has no negative ones but by rounding. */
  private static Eigen symmetric(INDArray matrix) {
    double[][] rows = matrix.toDoubleMatrix();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        double both = (rows[i][j] + rows[j][i]) / 2;
        rows[i][j] = both;
        rows[j][i] = both;
      }
    }
    RealMatrix whole = new Array2DRowRealMatrix(rows, false);
    try {
      EigenDecomposition found = new EigenDecomposition(whole);
      return new Eigen(found.getRealEigenvalues(), found.getV());
    } catch (MaxCountExceededException e) {
      // Eigenvectors of a matrix far from its full rank may not converge; singular vectors do.
      SingularValueDecomposition found = new SingularValueDecomposition(whole);
      return new Eigen(found.getSingularValues(), found.getU());
    }
  }

  /** The first vectors as columns of a matrix, row by row. */
  private static double[] vectors(Eigen of, int count) {
    int size = of.values().length;
    double[] vectors = new double[size * count];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < size; i++) {
        vectors[i * count + k] = of.vectors().getEntry(i, k);
      }
    }
    return vectors;
  }

  private static INDArray matrix(double[] numbers, int rows, int columns) {
    return Nd4j.createFromArray(numbers).reshape('c', rows, columns);
  }

  /** Row by row. */
  private static double[] numbers(INDArray matrix) {
    return matrix.dup('c').data().asDouble();
  }
}
