package io.partita.sample;

import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.archive.LocalFile;
import io.partita.msd.MsdSamples;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrackReader;
import io.partita.msd.SongCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class MsdWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 37, 38, 1_023, 3_001})
  void readsBackTheSongsOfASummary(int count) throws Exception {
    Path file = folder.resolve("summary.h5");
    List<Long> progress = new ArrayList<>();
    MsdWriter.writeSummary(file, count, MsdSamples.songs(count), progress::add);

    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(file))) {
      assertThat(reader.rows()).isEqualTo(count);
      assertThat(songs(reader.songs())).containsExactlyElementsOf(list(MsdSamples.songs(count)));
    }
    assertThat(progress).endsWith((long) count).doesNotHaveDuplicates().isSorted();
    assertThat(progress).hasSize(Math.max(1, (count + 999) / 1_000));
  }

  @Test
  void readsBackASongOfWhichOnlyTheIdIsKnown() throws Exception {
    Path file = folder.resolve("summary.h5");
    MsdSong song = MsdSamples.unknownSong("TRAAAAA128F0000000");
    MsdWriter.writeSummary(file, 1, List.of(song).iterator(), rows -> {});

    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(file))) {
      assertThat(songs(reader.songs())).containsExactly(song);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 84, 85, 86, 982, 2_100})
  void readsBackATrack(int segments) throws Exception {
    Path file = folder.resolve("track.h5");
    MsdTrack track = MsdSamples.track(segments);
    MsdWriter.writeTrack(file, track);

    assertThat(MsdTrackReader.read(new LocalFile(file))).isEqualTo(track);
    assertThat(MsdTrackReader.read(Files.readAllBytes(file))).isEqualTo(track);
  }

  @Test
  void writesTheSameBytesForTheSameInput() throws Exception {
    MsdWriter.writeTrack(folder.resolve("a.h5"), MsdSamples.track(300));
    MsdWriter.writeTrack(folder.resolve("b.h5"), MsdSamples.track(300));
    assertThat(folder.resolve("a.h5")).hasSameBinaryContentAs(folder.resolve("b.h5"));

    MsdWriter.writeSummary(folder.resolve("c.h5"), 50, MsdSamples.songs(50), rows -> {});
    MsdWriter.writeSummary(folder.resolve("d.h5"), 50, MsdSamples.songs(50), rows -> {});
    assertThat(folder.resolve("c.h5")).hasSameBinaryContentAs(folder.resolve("d.h5"));
  }

  @Test
  void writesSeveralFilesAtOnce() throws Exception {
    List<Path> files =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    Path file = folder.resolve(i + ".h5");
                    MsdWriter.writeTrack(file, MsdSamples.track(i * 10));
                    return file;
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    for (int i = 0; i < files.size(); i++) {
      assertThat(MsdTrackReader.read(new LocalFile(files.get(i))))
          .isEqualTo(MsdSamples.track(i * 10));
    }
  }

  @Test
  void refusesAnotherNumberOfSongsAndLeavesNoFile() {
    Path file = folder.resolve("summary.h5");
    assertThatIllegal(() -> MsdWriter.writeSummary(file, 3, MsdSamples.songs(2), rows -> {}))
        .names(3, 2);
    assertThatIllegal(() -> MsdWriter.writeSummary(file, 3, MsdSamples.songs(4), rows -> {}))
        .names(3, "more");
    assertThatIllegal(() -> MsdWriter.writeSummary(file, -1, MsdSamples.songs(4), rows -> {}))
        .names(0, -1);
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesATextThatDoesNotFit() {
    Path file = folder.resolve("summary.h5");
    MsdSong song = MsdSamples.unknownSong("TR" + "é".repeat(16));
    assertThatIllegal(() -> MsdWriter.writeSummary(file, 1, List.of(song).iterator(), rows -> {}))
        .names("TRéééééééééééééééé", 34, 32);
    assertThat(file).doesNotExist();
  }

  @Test
  void saysThatItCannotCreateAFile() {
    Path file = folder.resolve("nowhere/track.h5");
    assertThatThrown(IOException.class, () -> MsdWriter.writeTrack(file, MsdSamples.track(1)))
        .names(file);
  }

  public static List<MsdSong> songs(SongCursor cursor) throws Exception {
    List<MsdSong> songs = new ArrayList<>();
    try (cursor) {
      while (cursor.hasNext()) {
        songs.add(cursor.next());
      }
    }
    return songs;
  }

  static <T> List<T> list(Iterator<T> elements) {
    List<T> list = new ArrayList<>();
    elements.forEachRemaining(list::add);
    return list;
  }
}
