package io.partita.model.slices.vae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.partita.form.CutFile;
import io.partita.form.Forms;
import io.partita.form.SliceForm;
import io.partita.midi.MidiWriter;
import io.partita.model.job.Generation;
import io.partita.model.slices.SliceFile;
import io.partita.objective.Excerpt;
import io.partita.objective.LatentForm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SliceExcerptTest {
  private static final CutFile.Slice<int[]> FIRST =
      new CutFile.Slice<>(0, List.of(), 0, new int[] {1, 0, 2, 0});
  private static final CutFile.Slice<int[]> SECOND =
      new CutFile.Slice<>(0, List.of(), 4, new int[] {3, 3, 3, 3});
  private static final int[] FIRST_DECODED = {1, 0, 3, 4};
  private static final int[] SECOND_DECODED = {3, 3, 3, 0};

  private static final SliceForm DRUMS = Forms.DRUMS;

  private final SliceFile<int[]> file =
      new SliceFile<>("a/beat.mid", "0f", DRUMS, 4, 3, List.of(FIRST, SECOND));
  private final SliceExcerpt both = new SliceExcerpt(file, DRUMS, file.slices(), true);
  private final Excerpt.Comparison compared =
      both.compared(List.of(FIRST_DECODED, SECOND_DECODED), 1);

  @Test
  void stepsAreRightAsAShareAndHitsDifferAsANumber() {
    assertThat(compared.fields())
        .contains(
            entry("step_accuracy", (2 / 4.0 + 3 / 4.0) / 2), entry("hamming_distance", 2 + 2));
    assertThat(compared.text()).is(naming(2, 0.625, 4));
  }

  @Test
  void slicesFollowEachOther() {
    assertThat(MidiWriter.write(((Generation.Piece) both.music()).score()))
        .isEqualTo(MidiWriter.write(DRUMS.score(new int[] {1, 0, 2, 0, 3, 3, 3, 3})));
    assertThat(DRUMS.joined(List.of(FIRST_DECODED, SECOND_DECODED)))
        .containsExactly(1, 0, 3, 4, 3, 3, 3, 0);
  }

  @Test
  void eachOriginalHasItsDecodedSliceBelowIt() {
    List<LatentForm.Shown<int[]>> shown =
        SliceLatents.pairs(DRUMS, both.examples(), List.of(FIRST_DECODED, SECOND_DECODED));
    assertThat(shown.stream().map(LatentForm.Shown::label))
        .containsExactly("original 1", "decoded 1", "original 2", "decoded 2");
    assertThat(shown.stream().map(LatentForm.Shown::remark))
        .containsExactly("", "2 hits differ", "", "2 hits differ");
    assertThat(
            SliceLatents.pairs(DRUMS, List.of(FIRST.example()), List.of(FIRST_DECODED)).stream()
                .map(LatentForm.Shown::label))
        .containsExactly("original", "decoded");
  }

  @Test
  @SuppressWarnings("unchecked") // the objects of JSON that were just put there
  void theFileHasTheFiguresOfAllAndOfEach() {
    assertThat(compared.fields())
        .containsOnlyKeys("step_accuracy", "hamming_distance", "file_slices", "slices")
        .contains(
            entry("step_accuracy", 0.625), entry("hamming_distance", 4), entry("file_slices", 2));
    assertThat((List<Map<String, Object>>) compared.fields().get("slices"))
        .hasSize(2)
        .element(1)
        .satisfies(
            slice ->
                assertThat(slice)
                    .containsAllEntriesOf(file.origin(SECOND))
                    .containsEntry("step_accuracy", 0.75)
                    .containsEntry("hamming_distance", 2)
                    .containsEntry("reconstruction", SECOND_DECODED));
  }
}
