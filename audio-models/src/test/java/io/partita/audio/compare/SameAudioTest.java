package io.partita.audio.compare;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import io.partita.audio.compare.SameAudio.Pair;
import io.partita.audio.compare.SameAudio.Same;
import io.partita.split.SplitAssignment;
import io.partita.split.SplitGroups;
import io.partita.split.SplitRatios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SameAudioTest {
  @Test
  void recordingsAreGroupedByWhatTheyShare() throws Exception {
    TreeMap<String, AudioPrint> prints = new TreeMap<>();
    for (int tune = 0; tune < 4; tune++) {
      float[] whole = Tunes.tune(100 + tune, 8);
      prints.put("whole " + tune, Tunes.print(whole));
      prints.put("cut " + tune, Tunes.print(Tunes.excerpt(whole, 20_001, 3)));
      prints.put("noisy " + tune, Tunes.print(Tunes.noisy(whole, 45, tune)));
    }
    prints.put("copy 0", prints.get("whole 0"));
    prints.put("silence", Tunes.print(new float[50_000]));
    prints.put("silence 2", Tunes.print(new float[50_000]));

    assertThat(groups(prints, SameAudio.among(prints)))
        .containsExactlyInAnyOrder(
            Set.of("whole 0", "cut 0", "noisy 0", "copy 0"),
            Set.of("whole 1", "cut 1", "noisy 1"),
            Set.of("whole 2", "cut 2", "noisy 2"),
            Set.of("whole 3", "cut 3", "noisy 3"),
            Set.of("silence"),
            Set.of("silence 2"));
  }

  @Test
  void aBucketPairsAllOfFewAndFewOfMany() {
    assertThat(SameAudio.pairs(List.of("c", "a", "b")))
        .containsExactly(new Pair("a", "b"), new Pair("a", "c"), new Pair("b", "c"));
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(String.format(Locale.ROOT, "%03d", i));
    }
    List<Pair> pairs = SameAudio.pairs(many);
    Collections.reverse(many);

    assertThat(pairs).hasSize(7 * 8 / 2 + 8 * 992).contains(new Pair("007", "999"));
    assertThat(SameAudio.pairs(many)).as("in any order").isEqualTo(pairs);
    assertThat(SameAudio.pairs(List.of("one"))).isEmpty();
  }

  /** Clips of three seconds, cut from recordings from 0 to 4 s on, as WAV and some as AU. */
  @Test
  void clipsOfGtzanAreTheRecordingsTheyWereCutFrom() throws Exception {
    TreeMap<String, AudioPrint> prints = new TreeMap<>();
    for (Path file : files("data/gtzan/genres", "data/audio/librosa")) {
      if (!file.endsWith("jazz.00054.wav")) { // cut off: no reader takes it
        prints.put(file.getFileName().toString().replaceFirst("\\.00000", ""), Tunes.print(file));
      }
    }
    List<Same> same = SameAudio.among(prints);

    assertThat(groups(prints, same))
        .containsExactlyInAnyOrder(
            Set.of(
                "Hungarian_Dance_number_5_-_Allegro_in_F_sharp_minor_(string_orchestra).ogg",
                "blues.au",
                "blues.wav",
                "jazz.wav"),
            Set.of("Karissa_Hobbs_-_Lets_Go_Fishin.ogg", "classical.wav", "metal.au", "metal.wav"),
            Set.of(
                "Kevin_MacLeod_-_P_I_Tchaikovsky_Dance_of_the_Sugar_Plum_Fairy.ogg",
                "country.wav",
                "pop.wav"),
            Set.of("Kevin_MacLeod_-_Vibe_Ace.ogg", "disco.au", "disco.wav", "reggae.wav"),
            Set.of("glacier-bay-humpback.ogg", "hiphop.wav", "rock.au", "rock.wav"),
            Set.of("sorohanro_-_solo-trumpet-06.ogg"));
    assertThat(same).allSatisfy(pair -> assertThat(pair.match().correlation()).isGreaterThan(0.99));
    assertThat(PrintCorrelation.of(prints.get("country.wav"), prints.get("reggae.wav")))
        .extracting(PrintMatch::correlation)
        .satisfies(correlation -> assertThat(correlation).isLessThan(0.8));
  }

  private static List<Path> files(String... folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> all = Files.walk(SharedData.file(folder))) {
        all.filter(file -> file.toString().matches(".*\\.(wav|au|ogg)")).forEach(files::add);
      }
    }
    return files;
  }

  /** Each recording belongs to its own name's song, and to those of what it is the same as. */
  private static Collection<Set<String>> groups(
      SortedMap<String, AudioPrint> prints, List<Same> same) {
    SplitGroups groups = new SplitGroups();
    prints.keySet().forEach(name -> groups.add(name, List.of(name)));
    same.forEach(
        pair ->
            groups.add(pair.pair().first(), List.of(pair.pair().first(), pair.pair().second())));
    SplitAssignment splits = groups.assign(SplitRatios.parse("80/10/10"));
    Map<String, Set<String>> named =
        prints.keySet().stream().collect(groupingBy(splits::group, toSet()));
    return named.values();
  }
}
