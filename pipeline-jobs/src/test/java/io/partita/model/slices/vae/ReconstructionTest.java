package io.partita.model.slices.vae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.partita.model.slices.CutFile;
import io.partita.model.slices.SliceFile;
import io.partita.model.slices.SliceForms;
import io.partita.picture.SliceRoll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconstructionTest {
  private static final CutFile.Slice FIRST =
      new CutFile.Slice(0, List.of(), 0, new int[] {1, 0, 2, 0});
  private static final CutFile.Slice SECOND =
      new CutFile.Slice(0, List.of(), 4, new int[] {3, 3, 3, 3});
  private static final int[] FIRST_DECODED = {1, 0, 3, 4};
  private static final int[] SECOND_DECODED = {3, 3, 3, 0};

  private final Reconstruction both =
      Reconstruction.of(
          SliceForms.DRUMS, List.of(FIRST, SECOND), List.of(FIRST_DECODED, SECOND_DECODED));

  @Test
  void stepsAreRightAsAShareAndHitsDifferAsANumber() {
    assertThat(both.accuracy()).isEqualTo((2 / 4.0 + 3 / 4.0) / 2);
    assertThat(both.distance()).isEqualTo(2 + 2);
    assertThat(both.text()).is(naming(2, 0.625, 4));
  }

  @Test
  void slicesFollowEachOther() {
    assertThat(both.original()).containsExactly(1, 0, 2, 0, 3, 3, 3, 3);
    assertThat(both.decoded()).containsExactly(1, 0, 3, 4, 3, 3, 3, 0);
  }

  @Test
  void eachOriginalHasItsDecodedSliceBelowIt() {
    assertThat(both.rolls().stream().map(SliceRoll::label))
        .containsExactly("original 1", "decoded 1", "original 2", "decoded 2");
    assertThat(both.rolls().stream().map(SliceRoll::remark))
        .containsExactly("", "2 hits differ", "", "2 hits differ");
    assertThat(
            Reconstruction.of(SliceForms.DRUMS, List.of(FIRST), List.of(FIRST_DECODED))
                .rolls()
                .stream()
                .map(SliceRoll::label))
        .containsExactly("original", "decoded");
  }

  @Test
  @SuppressWarnings("unchecked") // the objects of JSON that were just put there
  void theFileHasTheFiguresOfAllAndOfEach() {
    SliceFile drums =
        new SliceFile("a/beat.mid", "0f", SliceForms.DRUMS, 4, 3, List.of(FIRST, SECOND));
    Map<String, Object> provenance = new LinkedHashMap<>();

    both.addTo(provenance, drums);

    assertThat(provenance)
        .containsOnlyKeys("step_accuracy", "hamming_distance", "file_slices", "slices")
        .contains(
            entry("step_accuracy", 0.625), entry("hamming_distance", 4), entry("file_slices", 2));
    assertThat((List<Map<String, Object>>) provenance.get("slices"))
        .hasSize(2)
        .element(1)
        .satisfies(
            slice ->
                assertThat(slice)
                    .containsAllEntriesOf(drums.origin(SECOND))
                    .containsEntry("step_accuracy", 0.75)
                    .containsEntry("hamming_distance", 2)
                    .containsEntry("reconstruction", SECOND_DECODED));
  }
}
