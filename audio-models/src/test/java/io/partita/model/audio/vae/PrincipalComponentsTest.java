package io.partita.model.audio.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

/** Components by passes over windows, held against the whole covariance. */
class PrincipalComponentsTest {
  private static final int SIZE = 40;
  private static final int WANTED = 5;

  private final List<float[]> windows = windows(300);

  /** Values that hang together, with variances that fall. */
  private static List<float[]> windows(int count) {
    Random random = new Random(3);
    double[][] directions = new double[12][SIZE];
    for (double[] direction : directions) {
      Arrays.setAll(direction, i -> random.nextGaussian());
    }
    List<float[]> windows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] window = new float[SIZE];
      for (int k = 0; k < directions.length; k++) {
        double along = random.nextGaussian() * 3 / (k + 1);
        for (int i = 0; i < SIZE; i++) {
          window[i] += (float) (along * directions[k][i]);
        }
      }
      for (int i = 0; i < SIZE; i++) {
        window[i] += (float) (2 + 0.1 * random.nextGaussian());
      }
      windows.add(window);
    }
    return windows;
  }

  /** In parts, as workers see them. */
  private PrincipalComponents fitted(int wanted, int parts) {
    PrincipalComponents.Sums sums = new PrincipalComponents.Sums(SIZE);
    for (int part = 0; part < parts; part++) {
      PrincipalComponents.Sums some = new PrincipalComponents.Sums(SIZE);
      part(part, parts).forEach(some::add);
      sums.plus(some);
    }
    PrincipalComponents.Basis basis = sums.begin(wanted);
    for (int n = 0; n < 20; n++) {
      PrincipalComponents.Pass all = basis.pass();
      for (int part = 0; part < parts; part++) {
        PrincipalComponents.Pass some = basis.pass();
        part(part, parts).forEach(some::add);
        all.plus(some.end());
      }
      basis = PrincipalComponents.next(basis, all);
    }
    return basis.components();
  }

  private List<float[]> part(int part, int parts) {
    return windows.subList(part * windows.size() / parts, (part + 1) * windows.size() / parts);
  }

  private RealMatrix covariance() {
    double[][] rows = new double[windows.size()][SIZE];
    for (int n = 0; n < rows.length; n++) {
      for (int i = 0; i < SIZE; i++) {
        rows[n][i] = windows.get(n)[i];
      }
    }
    return new Covariance(rows, false).getCovarianceMatrix();
  }

  private double[] mean() {
    double[] mean = new double[SIZE];
    windows.forEach(
        window -> {
          for (int i = 0; i < SIZE; i++) {
            mean[i] += window[i] / (double) windows.size();
          }
        });
    return mean;
  }

  @Test
  void whatIsLeftIsTheLeastThatSoManyComponentsCanLeave() {
    double[] variances = new EigenDecomposition(covariance()).getRealEigenvalues();
    double least = Arrays.stream(variances, WANTED, SIZE).sum();

    for (int parts : new int[] {1, 7}) {
      PrincipalComponents found = fitted(WANTED, parts);
      double left = 0;
      for (float[] window : windows) {
        float[] made = found.reconstructed(window);
        for (int i = 0; i < SIZE; i++) {
          left += Math.pow((double) window[i] - made[i], 2) / windows.size();
        }
      }
      assertThat(found.count()).isEqualTo(WANTED);
      assertThat(left).isEqualTo(least, within(1e-4 * least));
    }
  }

  @Test
  void theDensityIsTheNormalOneOfTheirCovariance() {
    EigenDecomposition all = new EigenDecomposition(covariance());
    double[] variances = all.getRealEigenvalues();
    double noise = Arrays.stream(variances, WANTED, SIZE).sum() / (SIZE - WANTED);
    RealMatrix covariance = MatrixUtils.createRealIdentityMatrix(SIZE).scalarMultiply(noise);
    for (int k = 0; k < WANTED; k++) {
      covariance =
          covariance.add(
              all.getEigenvector(k)
                  .outerProduct(all.getEigenvector(k))
                  .scalarMultiply(variances[k] - noise));
    }
    MultivariateNormalDistribution density =
        new MultivariateNormalDistribution(mean(), covariance.getData());
    PrincipalComponents found = fitted(WANTED, 3);

    for (float[] window : windows.subList(0, 20)) {
      double[] values = new double[SIZE];
      Arrays.setAll(values, i -> window[i]);
      double wanted = -Math.log(density.density(values));
      assertThat(found.nats(window)).isEqualTo(wanted, within(1e-3 * Math.abs(wanted)));
    }
  }

  @Test
  void theFirstOnesAreThoseThatWereFoundAlone() {
    PrincipalComponents first = fitted(WANTED + 3, 1).first(WANTED);
    PrincipalComponents alone = fitted(WANTED, 1);

    assertThat(first.count()).isEqualTo(WANTED);
    assertThat(first.noise()).isEqualTo(alone.noise(), within(1e-4 * alone.noise()));
    for (float[] window : windows.subList(0, 20)) {
      assertThat(first.nats(window)).isEqualTo(alone.nats(window), within(0.01));
    }
  }

  /** The likeliest of all noises, on the directions that are no component. */
  @Test
  void aWindowsOwnNoiseIsTheOneThatMakesItLikeliest() {
    PrincipalComponents found = fitted(WANTED, 1);
    for (float[] window : windows.subList(0, 20)) {
      float[] made = found.reconstructed(window);
      double rest = 0;
      for (int i = 0; i < SIZE; i++) {
        rest += Math.pow((double) window[i] - made[i], 2);
      }
      double own = rest / (SIZE - WANTED);
      double gain = (SIZE - WANTED) * (Math.log(found.noise() / own) - 1) + rest / found.noise();
      assertThat(found.natsOfOwnNoise(window, 0))
          .isEqualTo(found.nats(window) - gain / 2, within(1e-3));
      assertThat(found.natsOfOwnNoise(window, 0)).isLessThanOrEqualTo(found.nats(window) + 1e-9);
      assertThat(found.natsOfOwnNoise(window, found.noise() * 1e6))
          .as("the least noise there may be")
          .isGreaterThan(found.nats(window));
    }
  }

  /** A loop that is repeated: windows of a much lower rank than directions that are followed. */
  @Test
  void fewWindowsOverAndOverLeaveNoVarianceOver() {
    for (int distinct = 2; distinct <= WANTED; distinct++) {
      List<float[]> some = windows(distinct);
      for (int n = 0; n < windows.size(); n++) {
        windows.set(n, some.get(n % distinct));
      }

      assertThat(fitted(WANTED, 3)).as("%d distinct windows", distinct).isNull();
    }
  }

  @Test
  void windowsWithoutNoiseHaveNoDensity() {
    windows.replaceAll(window -> new float[SIZE]);

    assertThat(fitted(WANTED, 1)).isNull();
  }
}
