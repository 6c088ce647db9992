package io.partita.model.slices.vae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.partita.form.CutFile;
import io.partita.form.Forms;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.model.slices.SliceFile;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Finder;
import io.partita.objective.LatentForm;
import io.partita.objective.SimilarLatent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SliceMatchesTest {
  private static final int[] NEAR = {1, 0, 2};
  private static final int[] FAR = {6, 1, 3};

  private static final CutFile.Slice<int[]> WANTED =
      new CutFile.Slice<>(1, List.of(), 16, new int[] {1, 0, 3});

  private final Finder.Matches<MusicVae, int[]> matches =
      matches(
          new SimilarLatent(
              List.of("aa"), 0.98765, 12, place("d", "s", "a.mid", "0f", 3, 32L, 2, "test"), null),
          new SimilarLatent(
              List.of("bb"), -0.5, 1, place("beats", "s", "b.mid", "1f", 0, 0L, 2, null), null));

  private static Finder.Matches<MusicVae, int[]> matches(SimilarLatent... nearest) {
    SliceLatents<MusicVae> form = new SliceLatents<>();
    TrainedModel<MusicVae> model =
        new TrainedModel<>(
            MusicVaeKind.KIND, null, null, MusicVae.named("cat-drums_2bar_tiny"), null);
    SliceFile<int[]> file = new SliceFile<>("beat.mid", "2f", Forms.DRUMS, 3, 0, List.of(WANTED));
    return new Finder.Matches<>(
        new Finder.Search<>(form, model, new SliceExcerpt(file, Forms.DRUMS, file.slices(), true)),
        List.of(nearest),
        SliceLatents.matches(
            Forms.DRUMS, WANTED.example(), List.of(nearest), Map.of("aa", NEAR, "bb", FAR)));
  }

  private static Map<String, Object> place(Object... values) {
    List<String> columns =
        new SliceLatents<MusicVae>().search(MusicVae.named("cat-drums_2bar_tiny")).place();
    Map<String, Object> place = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      place.put(columns.get(i), values[i]);
    }
    return place;
  }

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
    List<LatentForm.Shown<int[]>> shown = matches.shown();
    assertThat(shown.stream().map(LatentForm.Shown::label))
        .containsExactly("the file", "match 1", "match 2");
    assertThat(shown.stream().map(LatentForm.Shown::remark))
        .containsExactly("step 16", "cosine 0.9877", "cosine -0.5000");
    assertThat(shown.get(2).example()).isEqualTo(FAR);
  }
}
