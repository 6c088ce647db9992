package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import io.partita.audio.AudioLimits;
import io.partita.audio.AudioPass;
import io.partita.audio.AudioSummary;
import io.partita.catalog.FmaReader;
import io.partita.catalog.FmaRow;
import io.partita.catalog.FmaTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmaSampleTest {
  private static final int CLIPS = 12;

  @TempDir private Path folder;

  @Test
  void clipsAreSoundButForTheOnesDamagedOnPurpose() throws Exception {
    FmaSample.write(folder, CLIPS, 1, (done, total) -> assertThat(total).isEqualTo(CLIPS - 1));

    List<Long> samples = new ArrayList<>();
    int pages = 0;
    try (ZipFile zip = new ZipFile(folder.resolve("fma_small.zip").toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".mp3")).toList()) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        assertThat(entry.getName()).matches("fma_small/\\d{3}/\\d{6}\\.mp3");
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        try (AudioPass pass =
            new AudioPass(new SeekableInMemoryByteChannel(bytes), AudioLimits.defaults())) {
          pass.run((planes, count) -> {});
          AudioSummary summary = pass.summary();
          assertThat(summary.statistics().peak()).isBetween(0.01, 1.5);
          samples.add(summary.nSamples());
        } catch (MalformedInputException e) {
          pages++;
        }
      }
    }
    assertThat(pages).isEqualTo(1);
    assertThat(samples).hasSize(CLIPS - 2);
    assertThat(samples).filteredOn(n -> n == 441_000).hasSize(CLIPS - 3);
  }

  @Test
  void theMetadataAreReadAsTheRealOnes() throws Exception {
    FmaSample.write(folder, CLIPS, 1, (done, total) -> {});

    List<FmaRow> tracks = read(FmaTable.TRACKS);
    assertThat(tracks).hasSize(CLIPS - 1 + CLIPS / 2);
    assertThat(tracks).filteredOn(row -> "small".equals(row.value("subset"))).hasSize(CLIPS - 1);
    assertThat(tracks).anyMatch(row -> String.valueOf(row.value("artist_bio")).contains("\n"));
    assertThat(tracks)
        .anyMatch(row -> row.value("artist_tags").equals(List.of("live", "rock 'n' roll")));
    assertThat(tracks).anyMatch(row -> "NA".equals(row.value("artist_name")));
    List<Integer> genres = read(FmaTable.GENRES).stream().map(FmaRow::key).toList();
    assertThat(tracks)
        .allSatisfy(row -> assertThat(genres).containsAll(integers(row, "genres_all")));
    assertThat(read(FmaTable.FEATURES)).hasSize(CLIPS);
    assertThat(read(FmaTable.ECHONEST)).hasSize(CLIPS);
  }

  @Test
  void theSameSeedGivesTheSameFilesAndNothingElseLies() throws Exception {
    Path again = folder.resolve("again");
    FmaSample.write(folder, 3, 9, (done, total) -> {});
    FmaSample.write(again, 3, 9, (done, total) -> {});

    for (String file : List.of("fma_small.zip", "fma_metadata.zip")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
    assertThat(again.toFile().list())
        .containsExactlyInAnyOrder("fma_small.zip", "fma_metadata.zip");
    assertThatThrownBy(() -> FmaSample.write(again, 0, 9, (done, total) -> {}))
        .hasMessage("clips must be 1 to 4000, but is 0");
  }

  private static List<Integer> integers(FmaRow row, String column) {
    return ((List<?>) row.value(column)).stream().map(Integer.class::cast).toList();
  }

  private List<FmaRow> read(FmaTable table) throws IOException, MalformedInputException {
    List<FmaRow> rows = new ArrayList<>();
    try (ZipFile zip = new ZipFile(folder.resolve("fma_metadata.zip").toFile());
        FmaReader reader =
            FmaReader.open(
                table, zip.getInputStream(zip.getEntry("fma_metadata/" + table.fileName())))) {
      for (Optional<FmaRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }
}
