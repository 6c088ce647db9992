package io.partita.codec;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.MalformedInputException;
import io.partita.numpy.Npy;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResidualQuantizerTest {
  /** Two stages of two entries of two numbers. */
  private static final CodeBooks SMALL =
      CodeBooks.of(new float[] {0, 0, 4, 4, 0, 0, 1, -1}, 2, 2, 2);

  @Test
  void eachStageQuantisesWhatIsLeft() {
    ResidualQuantizer quantizer = new ResidualQuantizer(SMALL);
    float[][] frames = {{5, 3}, {0.1f, 0}, {4, 4}};
    short[][] codes = quantizer.encode(frames, 2);
    assertThat(codes).isDeepEqualTo(new short[][] {{1, 0, 1}, {1, 0, 0}});
    assertThat(quantizer.decode(codes)).isDeepEqualTo(new float[][] {{5, 3}, {0, 0}, {4, 4}});
    assertThat(quantizer.decode(new short[][] {codes[0]}))
        .isDeepEqualTo(new float[][] {{4, 4}, {0, 0}, {4, 4}});
    List<QuantizerAnalysis.Stage> stages = QuantizerAnalysis.of(SMALL, frames, codes);
    assertThat(stages.get(0).firstFrame()).isEqualTo(Math.sqrt(2));
    assertThat(stages.get(1).firstFrame()).isZero();
    assertThat(stages.get(0).deadEntries()).isZero();
    assertThat(stages.get(0).perplexity()).isBetween(1.88, 1.89);
    assertThat(QuantizerAnalysis.notNearest(SMALL, frames, codes)).isZero();
    assertThat(QuantizerAnalysis.notNearest(SMALL, frames, new short[][] {{0, 0, 0}})).isEqualTo(2);
  }

  @Test
  void stagesHaveTheDistancesOfTheirFrames() {
    float[][] frames = {{5, 3}, {0.5f, 0}, {4, 4}};
    List<QuantizerAnalysis.Stage> stages =
        QuantizerAnalysis.of(SMALL, frames, new short[][] {{1, 0, 1}, {1, 0, 1}});
    QuantizerAnalysis.Stage first = stages.get(0);
    assertThat(first.mean()).isCloseTo((Math.sqrt(2) + 0.5) / 3, within(1e-12));
    assertThat(first.median()).isEqualTo(0.5);
    assertThat(first.p95()).isCloseTo(0.5 + 0.9 * (Math.sqrt(2) - 0.5), within(1e-12));
    assertThat(first.relativeMse()).isCloseTo(2.25 / 66.25, within(1e-12));
    assertThat(first.farther()).isZero();
    QuantizerAnalysis.Stage second = stages.get(1);
    assertThat(second.mean()).isCloseTo((0.5 + Math.sqrt(2)) / 3, within(1e-12));
    assertThat(second.farther()).isEqualTo(1 / 3.0);
    assertThat(second.stages()).isEqualTo(2);
    assertThat(QuantizerAnalysis.meanNorm(new float[][] {{3, 4}, {0, 1}})).isEqualTo(3);
  }

  @Test
  void theNearestEntryHasItsSquaredDistance() {
    float[] entries = {0, 0, 0, 0, 0, 1, 2, 3, 4, 5};
    NearestEntry nearest = new NearestEntry(entries, 2, 5);
    float[] frames = {9, 9, 9, 1, 1, 3, 6, 5};
    assertThat(nearest.find(frames, 3)).isEqualTo(1);
    assertThat(nearest.squaredDistance()).isEqualTo(1 + 4);
  }

  @Test
  void theHashTellsCodebooksApart() throws Exception {
    assertThat(SMALL.sha256())
        .hasSize(64)
        .isEqualTo(CodeBooks.of(SMALL.toNpy()).sha256())
        .isNotEqualTo(SMALL.first(1).sha256());
    assertThat(SMALL.bits()).isEqualTo(1);
    assertThat(CodeBooks.of(new float[33], 1, 33, 1).bits()).isEqualTo(6);
  }

  @Test
  void saysWhatIsWrong() {
    ResidualQuantizer quantizer = new ResidualQuantizer(SMALL);
    assertThatIllegal(() -> quantizer.encode(new float[][] {{Float.NaN, 0}}, 1)).names("finite");
    assertThatIllegal(() -> quantizer.encode(new float[][] {{1}}, 1)).names(0, 1, 2);
    assertThatIllegal(() -> quantizer.encode(new float[0][], 3)).names(2, 3);
    assertThatFault(() -> ResidualQuantizer.check(new short[3][1], SMALL))
        .is("TOO_MANY_STAGES", 0)
        .names("3", "2");
    assertThatFault(() -> ResidualQuantizer.check(new short[][] {{0, 2}}, SMALL))
        .is("CODE_OUT_OF_RANGE", 0)
        .names("2", "1", "1", "2");
    assertThatFault(() -> CodeBooks.of(Npy.of(new float[4], 2, 2)))
        .is("WRONG_SHAPE", 0)
        .names("[stages, entries, numbers]", "[2, 2]");
    assertThatFault(() -> CodeBooks.of(Npy.of(new float[] {1, Float.NaN}, 1, 2, 1)))
        .is("NOT_FINITE", 0)
        .names("NaN");
  }

  @Property(tries = 100)
  void codesSurvivePackingAndDecodeToTheSame(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 70) int entries,
      @ForAll @IntRange(min = 1, max = 9) int dimension)
      throws MalformedInputException {
    Random random = new Random(seed);
    float[] values = new float[3 * entries * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    CodeBooks books = CodeBooks.of(values, 3, entries, dimension);
    float[][] frames = new float[17][dimension];
    for (float[] frame : frames) {
      for (int i = 0; i < dimension; i++) {
        frame[i] = (float) (2 * random.nextGaussian());
      }
    }
    ResidualQuantizer quantizer = new ResidualQuantizer(books);
    short[][] codes = quantizer.encode(frames, 3);
    assertThat(QuantizerAnalysis.notNearest(books, frames, codes)).isZero();
    byte[] packed = CodePacking.pack(codes, books.bits());
    short[][] unpacked = CodePacking.unpack(packed, 0, 3, 17, books.bits(), entries);
    assertThat(unpacked).isDeepEqualTo(codes);
    assertThat(quantizer.decode(unpacked)).isDeepEqualTo(quantizer.decode(codes));
    assertThat(quantizer.encode(frames, 1)[0]).isEqualTo(codes[0]);
  }
}
