package io.partita.model.slices.vae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.partita.model.slices.CutFile;
import io.partita.model.slices.SliceForms;
import io.partita.picture.SliceRoll;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimilarMatchesTest {
  private static final int[] NEAR = {1, 0, 2};
  private static final int[] FAR = {6, 1, 3};

  private final SimilarMatches matches =
      SimilarMatches.of(
          SliceForms.DRUMS,
          new CutFile.Slice(1, List.of(), 16, new int[] {1, 0, 3}),
          List.of(
              new SimilarSlice(
                  "aa",
                  0.98765,
                  12,
                  new SlicePlace("d", "s", "a.mid", "0f", 2, 3, List.of(), 32, "test")),
              new SimilarSlice(
                  "bb",
                  -0.5,
                  1,
                  new SlicePlace("beats", "s", "b.mid", "1f", 2, 0, List.of(), 0, null))),
          Map.of("aa", NEAR, "bb", FAR));

  @Test
  void aLineIsAMatch() {
    assertThat(matches.lines("beat.mid")).first().asString().is(naming(1, 16, "beat.mid"));
    assertThat(matches.lines("beat.mid").stream().skip(1))
        .containsExactly(
            "",
            "  # cosine  hits differ   count  dataset           piece    step  split       path",
            "  1 0.9877            1      12  d                     3      32  test        a.mid",
            "  2 -0.5000            4       1  beats                 0       0              b.mid");
  }

  @Test
  void anObjectSaysWhereAMatchIsAndHowFarItIs() {
    assertThat(matches.fields()).hasSize(2);
    assertThat(matches.fields().get(0))
        .containsExactly(
            entry("cosine", 0.98765),
            entry("count", 12L),
            entry("dataset", "d"),
            entry("source", "s"),
            entry("path", "a.mid"),
            entry("midi_md5", "0f"),
            entry("bars", 2),
            entry("piece", 3),
            entry("start_step", 32L),
            entry("split", "test"),
            entry("slice_hash", "aa"),
            entry("steps", NEAR),
            entry("hamming_distance", 1));
    assertThat(matches.fields().get(1)).containsEntry("split", null);
  }

  @Test
  void picturesBeginWithWhatWasAskedFor() {
    assertThat(matches.rolls().stream().map(SliceRoll::label))
        .containsExactly("the file", "match 1", "match 2");
    assertThat(matches.rolls().stream().map(SliceRoll::remark))
        .containsExactly("step 16", "cosine 0.9877", "cosine -0.5000");
    assertThat(matches.rolls().get(2).steps()).isEqualTo(FAR);
  }
}
