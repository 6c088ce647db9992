package io.partita.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import org.junit.jupiter.api.Test;

class GriffinLimTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  @Test
  void convergesOnMusicFromTrueMagnitudes() throws Exception {
    float[][] magnitudes = trueMagnitudes(Golden.samples());
    double fast = convergence(magnitudes, GriffinLim.MOMENTUM);
    double plain = convergence(magnitudes, 0);
    float[][] fromMel = GriffinLim.magnitudes(LogMel.of(Golden.samples(), RECIPE), RECIPE);
    double mel = convergence(fromMel, GriffinLim.MOMENTUM);
    System.out.println("GL fast " + fast + " plain " + plain + " mel " + mel);
  }

  private static double convergence(float[][] magnitudes, double momentum) {
    PhaseSearch search = new PhaseSearch(RECIPE, magnitudes, momentum, 1);
    for (int i = 0; i < GriffinLim.ITERATIONS; i++) {
      search.iterate();
    }
    return search.spectralConvergenceDb();
  }

  private static float[][] trueMagnitudes(float[] samples) {
    int padding = RECIPE.padding();
    double[] padded = new double[samples.length + 2 * padding];
    for (int i = 0; i < padded.length; i++) {
      int at = Math.abs(i - padding);
      padded[i] = samples[at < samples.length ? at : 2 * (samples.length - 1) - at];
    }
    Stft stft = new Stft(RECIPE);
    double[] packed = new double[1024];
    float[][] magnitudes = new float[samples.length / 256][513];
    for (int frame = 0; frame < magnitudes.length; frame++) {
      stft.forward(padded, frame * 256, packed);
      magnitudes[frame][0] = (float) Math.abs(packed[0]);
      magnitudes[frame][512] = (float) Math.abs(packed[1]);
      for (int bin = 1; bin < 512; bin++) {
        magnitudes[frame][bin] = (float) Math.hypot(packed[2 * bin], packed[2 * bin + 1]);
      }
    }
    return magnitudes;
  }

  @Test
  void theSameSeedGivesTheSameSamples() throws Exception {
    float[][] frames = LogMel.of(tone(), RECIPE);
    float[] once = GriffinLim.invert(frames, RECIPE, 5, 7);
    assertThat(once).hasSize(frames.length * 256);
    assertThat(GriffinLim.invert(frames, RECIPE, 5, 7)).isEqualTo(once);
    assertThat(GriffinLim.invert(frames, RECIPE, 5, 8)).isNotEqualTo(once);
  }

  @Test
  void aToneComesBackAsLoudAndAtItsPitch() throws Exception {
    float[] samples = GriffinLim.invert(LogMel.of(tone(), RECIPE), RECIPE, 60, 1);
    double power = 0;
    double re = 0;
    double im = 0;
    int from = 4096;
    int n = 8192;
    for (int i = from; i < from + n; i++) {
      double angle = 2 * Math.PI * 1000 * i / 22_050;
      power += samples[i] * samples[i];
      re += samples[i] * Math.cos(angle);
      im += samples[i] * Math.sin(angle);
    }
    System.out.println("rms " + Math.sqrt(power / n) + " amp " + 2 * Math.hypot(re, im) / n);
  }

  private static float[] tone() {
    float[] tone = new float[22_050];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 1000 * i / 22_050));
    }
    return tone;
  }

  @Test
  void silenceStaysSilent() throws Exception {
    float[][] frames = LogMel.of(new float[5000], RECIPE);
    assertThat(GriffinLim.invert(frames, RECIPE, 3, 1)).hasSize(19 * 256).containsOnly(0);
    assertThat(GriffinLim.invert(new float[0][], RECIPE, 3, 1)).isEmpty();
  }

  @Test
  void magnitudesHaveTheMelsTheyCameFrom() throws Exception {
    float[][] frames = LogMel.of(Golden.samples(), RECIPE);
    double[] magnitudes = new double[513];
    double[] mels = new double[80];
    MelInverse inverse = new MelInverse(RECIPE);
    MelBank bank = new MelBank(RECIPE);
    double sum = 0;
    double max = 0;
    for (float[] frame : frames) {
      inverse.magnitudes(frame, magnitudes);
      bank.apply(magnitudes, mels);
      for (int mel = 0; mel < 80; mel++) {
        double e = Math.abs(Math.log(Math.max(mels[mel], 1e-5)) - frame[mel]);
        sum += e;
        max = Math.max(max, e);
      }
    }
    System.out.println("inverse mean " + sum / frames.length / 80 + " max " + max);
  }

  @Test
  void framesOfSomethingElseAreAUsersMistake() {
    float[][] narrow = new float[2][64];
    assertThatThrownBy(() -> GriffinLim.invert(narrow, RECIPE, 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Recipe hifigan-22k-80 has 80 mels, but frame 0 has 64. Name the recipe that made the"
                + " frames.");
    float[][] decibels = new float[2][80];
    decibels[1][3] = 30;
    assertThatThrownBy(() -> GriffinLim.invert(decibels, RECIPE, 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Frame 1 holds 30.0, too much for a logarithm of mel magnitudes");
    decibels[1][3] = Float.NaN;
    assertThatThrownBy(() -> GriffinLim.invert(decibels, RECIPE, 1, 1))
        .hasMessageStartingWith("Frame 1 holds NaN");
  }
}
