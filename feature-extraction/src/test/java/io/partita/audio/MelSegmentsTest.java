package io.partita.audio;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MelSegmentsTest {
  private static final int MELS = 4;

  @ParameterizedTest
  @CsvSource({"0, 3, 0, 0", "1, 3, 1, 1", "3, 3, 1, 3", "7, 3, 3, 1", "1000, 400, 3, 200"})
  void segmentsHoldAllFramesInOrder(int frames, int perSegment, int segments, int inLast) {
    float[][] all = frames(frames);
    List<MelSegment> made = segments(all, MelType.FLOAT32, perSegment);

    assertThat(made).hasSize(segments);
    if (segments > 0) {
      assertThat(made.get(segments - 1).nFrames()).isEqualTo(inLast);
    }
    int at = 0;
    for (int i = 0; i < segments; i++) {
      MelSegment segment = made.get(i);
      assertThat(segment.index()).isEqualTo(i);
      float[] values = MelType.FLOAT32.read(segment.blob());
      assertThat(values).hasSize(segment.nFrames() * MELS);
      for (int frame = 0; frame < segment.nFrames(); frame++) {
        assertThat(Arrays.copyOfRange(values, frame * MELS, (frame + 1) * MELS))
            .isEqualTo(all[at++]);
      }
    }
    assertThat(at).isEqualTo(frames);
  }

  @Test
  void figuresAreThoseBeforeRounding() {
    float[][] all = frames(50);
    MelSegment segment = segments(all, MelType.FLOAT16, 100).get(0);

    double[] values =
        Arrays.stream(all)
            .flatMapToDouble(
                frame -> {
                  double[] row = new double[frame.length];
                  Arrays.setAll(row, i -> frame[i]);
                  return Arrays.stream(row);
                })
            .toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat(segment.mean()).isCloseTo(mean, within(1e-9));
    assertThat(segment.std()).isCloseTo(Math.sqrt(variance), within(1e-9));
    assertThat(segment.min()).isEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(segment.max()).isEqualTo(Arrays.stream(values).max().orElseThrow());
    assertThat(segment.blob()).hasSize(50 * MELS * 2);
    float[] rounded = MelType.FLOAT16.read(segment.blob());
    for (int i = 0; i < values.length; i++) {
      assertThat((double) rounded[i]).isCloseTo(values[i], within(Math.pow(2, -8)));
    }
  }

  @Test
  void aBlobOfHalfAValueIsRefused() {
    assertThatIllegal(() -> MelType.FLOAT32.read(new byte[6])).names(6, "float32");
    assertThatIllegal(() -> MelType.FLOAT16.read(new byte[5])).names(5, "float16");
    assertThat(MelType.labelled("float16")).contains(MelType.FLOAT16);
    assertThat(MelType.labelled("f2")).isEmpty();
    assertThatIllegal(() -> new MelSegments(MelType.FLOAT16, MELS, 0, segment -> {})).names(0);
  }

  private static List<MelSegment> segments(float[][] frames, MelType type, int perSegment) {
    List<MelSegment> made = new ArrayList<>();
    MelSegments segments = new MelSegments(type, MELS, perSegment, made::add);
    for (float[] frame : frames) {
      segments.frame(frame);
    }
    segments.finish();
    return made;
  }

  private static float[][] frames(int count) {
    Random random = new Random(count);
    float[][] frames = new float[count][MELS];
    for (float[] frame : frames) {
      for (int i = 0; i < MELS; i++) {
        frame[i] = (float) (random.nextGaussian() * 2 - 5);
      }
    }
    return frames;
  }
}
