package io.partita.objective;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.model.slices.vae.SliceLatents;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterpolatorTest {
  private static final int[] START = {1, 0};
  private static final int[] BETWEEN = {1, 2};
  private static final int[] END = {6, 2};
  private static final MusicVae DRUMS = MusicVae.named("cat-drums_2bar_tiny");

  private final LatentForm<MusicVae, int[]> form = new SliceLatents<>();

  @Test
  void eachLoopSaysHowFarItIsFromTheFirst() {
    List<Map<String, Object>> fields =
        Stream.of(START, BETWEEN, END).map(loop -> form.step(DRUMS, null, START, loop)).toList();

    assertThat(fields).extracting("hamming_distance").containsExactly(0, 1, 4);
    assertThat(fields).extracting("steps").containsExactly(START, BETWEEN, END);
    assertThat(fields).allSatisfy(step -> assertThat(step).hasSize(2));
  }

  @Test
  void picturesCountTheSteps() {
    List<LatentForm.Shown<int[]>> shown =
        new Interpolator<>(MusicVaeKind.KIND, form).shown(DRUMS, List.of(START, BETWEEN, END));

    assertThat(shown.stream().map(LatentForm.Shown::label))
        .containsExactly("step 1", "step 2", "step 3");
    assertEach(
        shown.stream().map(LatentForm.Shown::remark).toList(), naming(0), naming(1), naming(4));
    assertThat(shown.get(2).example()).isEqualTo(END);
  }
}
