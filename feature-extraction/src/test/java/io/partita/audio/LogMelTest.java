package io.partita.audio;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogMelTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  @Test
  void equalsAnIndependentFloat64Implementation() throws Exception {
    float[][] mel = LogMel.of(Golden.samples(), RECIPE);
    float[][] golden = Golden.mel();
    assertThat(mel).hasDimensions(689, 80);
    assertThat(golden).hasDimensions(689, 80);
    double max = 0;
    double sum = 0;
    for (int frame = 0; frame < golden.length; frame++) {
      for (int i = 0; i < 80; i++) {
        double error = Math.abs((double) mel[frame][i] - golden[frame][i]);
        max = Math.max(max, error);
        sum += error;
      }
    }
    assertThat(max).isLessThan(1e-4);
    assertThat(sum / (689 * 80)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void silenceIsTheFloorExactly(MelRecipe recipe) throws Exception {
    for (float[] frame : LogMel.of(new float[recipe.sampleRateHz()], recipe)) {
      assertThat(frame).containsOnly(-11.512925f);
    }
  }

  static List<MelRecipe> recipes() {
    return MelRecipe.SHIPPED;
  }

  @Test
  void aPureToneEqualsItsDefinition() throws Exception {
    float[] tone = new float[RECIPE.sampleRateHz()];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.9 * Math.sin(2 * Math.PI * 997 * i / RECIPE.sampleRateHz()));
    }
    float[][] mel = LogMel.of(tone, RECIPE);
    for (int frame : new int[] {0, 1, 40, mel.length - 2, mel.length - 1}) {
      double[] truth = definition(tone, RECIPE, frame);
      double loudest = Arrays.stream(truth).max().getAsDouble();
      for (int i = 0; i < truth.length; i++) {
        assertThat(Math.exp(mel[frame][i])).isCloseTo(truth[i], within(1e-6 * loudest + 1e-7));
      }
    }
  }

  /** Mel magnitudes of a frame, by a plain transform and the definition of the triangles. */
  private static double[] definition(float[] x, MelRecipe recipe, int frame) {
    int n = recipe.nFft();
    double[] magnitude = new double[n / 2 + 1];
    for (int bin = 0; bin <= n / 2; bin++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < n; i++) {
        int at = Math.abs(frame * recipe.hop() + i - recipe.padding());
        double sample = x[at < x.length ? at : 2 * (x.length - 1) - at];
        double windowed = sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / n));
        re += windowed * Math.cos(2 * Math.PI * bin * i / n);
        im += windowed * Math.sin(2 * Math.PI * bin * i / n);
      }
      magnitude[bin] = Math.sqrt(re * re + im * im + 1e-9);
    }
    double[] mels = new double[recipe.nMels()];
    MelBank bank = new MelBank(recipe);
    for (int mel = 0; mel < mels.length; mel++) {
      for (int i = 0; i < bank.weights(mel).length; i++) {
        mels[mel] += bank.weights(mel)[i] * magnitude[bank.firstBin(mel) + i];
      }
      mels[mel] = Math.max(mels[mel], 1e-5);
    }
    return mels;
  }

  @Property(tries = 100)
  void framesDoNotDependOnTheSizesOfThePieces(
      @ForAll @IntRange(min = 433, max = 30_000) int nSamples,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9_000) Integer> pieces,
      @ForAll boolean second)
      throws Exception {
    MelRecipe recipe = second ? MelRecipe.MEL_16K_64 : RECIPE;
    float[] samples = noise(nSamples);
    List<float[]> frames = new ArrayList<>();
    LogMel mel = new LogMel(recipe);
    int at = 0;
    for (int turn = 0; at < nSamples; turn++) {
      int n = Math.min(pieces.get(turn % pieces.size()), nSamples - at);
      mel.push(Arrays.copyOfRange(samples, at, at + n), n, f -> frames.add(f.clone()));
      at += n;
    }
    mel.finish(f -> frames.add(f.clone()));
    assertThat(frames.toArray(float[][]::new)).isDeepEqualTo(LogMel.of(samples, recipe));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theShortestAudioThatCanBeMirroredHasItsFrames(MelRecipe recipe) throws Exception {
    float[] samples = noise(recipe.padding() + 1);
    float[][] mel = LogMel.of(samples, recipe);
    assertThat(mel).hasNumberOfRows(samples.length / recipe.hop());
    double[] truth = definition(samples, recipe, 0);
    for (int i = 0; i < truth.length; i++) {
      assertThat(mel[0][i]).isCloseTo((float) Math.log(truth[i]), within(1e-5f));
    }
  }

  @Test
  void shorterAudioIsAFault() {
    assertThatFault(() -> LogMel.of(new float[384], RECIPE))
        .is("TOO_SHORT", 0)
        .names("hifigan-22k-80", 385, 22050, 384);
    assertThatFault(() -> LogMel.of(new float[0], MelRecipe.MEL_16K_64))
        .is("TOO_SHORT", 0)
        .names(433, 16000, 0);
  }

  private static float[] noise(int n) {
    Random random = new Random(n);
    float[] samples = new float[n];
    for (int i = 0; i < n; i++) {
      samples[i] = random.nextFloat() * 2 - 1;
    }
    return samples;
  }
}
