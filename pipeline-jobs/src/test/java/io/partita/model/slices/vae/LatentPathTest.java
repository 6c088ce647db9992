package io.partita.model.slices.vae;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.model.slices.SliceForms;
import io.partita.picture.SliceRoll;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatentPathTest {
  private static final int[] START = {1, 0};
  private static final int[] BETWEEN = {1, 2};
  private static final int[] END = {6, 2};

  private final LatentPath path = new LatentPath(SliceForms.DRUMS, List.of(START, BETWEEN, END));

  @Test
  void eachLoopSaysHowFarItIsFromTheFirst() {
    List<Map<String, Object>> fields = path.fields();

    assertThat(fields).extracting("hamming_distance").containsExactly(0, 1, 4);
    assertThat(fields).extracting("steps").containsExactly(START, BETWEEN, END);
    assertThat(fields).allSatisfy(step -> assertThat(step).hasSize(2));
  }

  @Test
  void picturesCountTheSteps() {
    assertThat(path.rolls().stream().map(SliceRoll::label))
        .containsExactly("step 1", "step 2", "step 3");
    assertEach(
        path.rolls().stream().map(SliceRoll::remark).toList(), naming(0), naming(1), naming(4));
    assertThat(path.rolls().get(2).steps()).isEqualTo(END);
  }
}
