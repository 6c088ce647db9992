package io.partita.msd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.sample.MsdWriterTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** The songs that a Lakh archive matches, beside the figures pandas and h5py give for them. */
class MatchedFiguresTest {
  @Test
  void givesThePandasFigures() throws Exception {
    Path summary = SharedData.file("data/msd/msd_summary_file.h5");
    Set<String> tracks = tracks(SharedData.file("data/lakh/lmd_matched.tar.gz"));
    String golden = Files.readString(SharedData.file("golden/tables/lakh.json"));

    List<MsdSong> songs;
    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(summary))) {
      RowRange all = new RowRange(0, reader.rows());
      songs = MsdWriterTest.songs(reader.songs(all, tracks::contains));
    }

    assertThat(songs).hasSize((int) figure(golden, "tracks_with_metadata"));
    assertThat(songs.stream().map(song -> song.artist().name()).distinct())
        .hasSize((int) figure(golden, "artists"));
    assertThat(songs.stream().map(song -> song.artist().id()).distinct())
        .hasSize((int) figure(golden, "artist_ids"));
    assertThat(songs.stream().map(song -> song.release().name()).distinct())
        .hasSize((int) figure(golden, "albums"));
    DoubleSummaryStatistics durations =
        songs.stream().mapToDouble(song -> song.analysis().durationS()).summaryStatistics();
    assertThat(durations.getAverage()).isCloseTo(figure(golden, "mean"), within(1e-9));
    assertThat(durations.getMin()).isEqualTo(figure(golden, "min"));
    assertThat(durations.getMax()).isEqualTo(figure(golden, "max"));
    assertThat(
            songs.stream().collect(Collectors.averagingDouble(song -> song.analysis().tempoBpm())))
        .isCloseTo(figure(golden, "tempo_bpm_mean_all"), within(1e-9));
    assertThat(
            songs.stream()
                .collect(Collectors.averagingDouble(song -> song.analysis().loudnessDb())))
        .isCloseTo(figure(golden, "loudness_db_mean"), within(1e-9));
    assertThat(songs.stream().map(song -> song.release().year()).filter(Objects::nonNull))
        .hasSize((int) figure(golden, "years_known"));
    int[] keys = new int[12];
    int[] modes = new int[2];
    songs.forEach(song -> keys[song.analysis().key().value()]++);
    songs.forEach(song -> modes[song.analysis().mode().value()]++);
    assertThat(keys).containsExactly(figures(golden, "key"));
    assertThat(modes).containsExactly(figures(golden, "mode"));
  }

  private static Set<String> tracks(Path archive) throws IOException {
    Set<String> tracks = new HashSet<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Matcher folder = Pattern.compile("/(TR[A-Z0-9]{16})/").matcher(entry.getName());
        if (folder.find()) {
          tracks.add(folder.group(1));
        }
      }
    }
    return tracks;
  }

  private static double figure(String json, String name) {
    Matcher figure = Pattern.compile("\"" + name + "\": *([-0-9.]+)").matcher(json);
    assertThat(figure.find()).as(name).isTrue();
    return Double.parseDouble(figure.group(1));
  }

  private static int[] figures(String json, String name) {
    Matcher list = Pattern.compile("\"" + name + "\": *\\[([^\\]]*)\\]").matcher(json);
    assertThat(list.find()).as(name).isTrue();
    return Pattern.compile("[0-9]+")
        .matcher(list.group(1))
        .results()
        .mapToInt(number -> Integer.parseInt(number.group()))
        .toArray();
  }
}
