package io.partita.sample;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import io.partita.archive.LocalFile;
import io.partita.midi.MidiReader;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrackReader;
import io.partita.msd.SongCursor;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
  private static final Pattern MEMBER =
      Pattern.compile(
          "lmd_matched/([A-Z])/([A-Z])/([A-Z])/(TR\\1\\2\\3[A-Z0-9]{13})/([0-9a-f]{32})\\.mid");
  private static final SampleOptions OPTIONS = new SampleOptions(600, 42, 900, 3);

  @TempDir static Path folder;

  private static final Map<String, byte[]> MEMBERS = new LinkedHashMap<>();
  private static SampleData.Written written;
  private static final List<Long> PROGRESS = new ArrayList<>();

  @BeforeAll
  static void writeOnce() throws IOException {
    written =
        SampleData.write(
            folder,
            OPTIONS,
            (done, total) -> {
              assertThat(total).isEqualTo(600 + 900 + 3);
              PROGRESS.add(done);
            });
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(
                new BufferedInputStream(
                    Files.newInputStream(folder.resolve("lmd_matched.tar.gz")))))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        assertThat(entry.getLastModifiedTime().toMillis()).isZero();
        if (!entry.isDirectory()) {
          assertThat(MEMBERS.put(entry.getName(), tar.readAllBytes())).isNull();
        }
      }
    }
  }

  @Test
  void laysTheArchiveOutAsLakh() {
    Set<String> tracks = new HashSet<>();
    assertThat(MEMBERS.keySet())
        .allSatisfy(
            name -> {
              Matcher matcher = MEMBER.matcher(name);
              assertThat(matcher.matches()).as(name).isTrue();
              tracks.add(matcher.group(4));
            });
    assertThat(tracks).hasSize(600);
  }

  @Test
  void namesEveryFileByTheMd5OfItsBytes() throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    for (Map.Entry<String, byte[]> member : MEMBERS.entrySet()) {
      String digest = HexFormat.of().formatHex(md5.digest(member.getValue()));
      assertThat(member.getKey()).endsWith("/" + digest + ".mid");
    }
  }

  @Test
  void holdsOneAndAHalfFilesATrackOfWhichOneInFiftyIsDamaged() {
    int unusable = 0;
    int silent = 0;
    long bytes = 0;
    for (byte[] member : MEMBERS.values()) {
      bytes += member.length;
      try {
        Score score = MidiReader.read(member);
        unusable += score.isRepaired() ? 1 : 0;
        silent += !score.isRepaired() && score.notes().size() == 0 ? 1 : 0;
      } catch (MalformedInputException e) {
        unusable++;
      }
    }

    assertThat(silent).isZero();
    assertThat(unusable).isEqualTo((int) written.damagedFiles());
    assertThat(written.midiFiles()).isEqualTo(MEMBERS.size());
    assertThat(MEMBERS.size() / 600.0).isBetween(1.35, 1.65);
    assertThat(unusable / (double) MEMBERS.size()).isBetween(0.01, 0.035);
    assertThat(bytes / MEMBERS.size()).isBetween(5_000L, 15_000L);
  }

  @Test
  void sharesFilesBetweenTracksAndContentBetweenFiles() {
    Map<String, Set<String>> tracksOfMd5 = new HashMap<>();
    Map<String, Set<String>> md5sOfContent = new HashMap<>();
    for (Map.Entry<String, byte[]> member : MEMBERS.entrySet()) {
      Matcher matcher = MEMBER.matcher(member.getKey());
      assertThat(matcher.matches()).isTrue();
      tracksOfMd5.computeIfAbsent(matcher.group(5), md5 -> new HashSet<>()).add(matcher.group(4));
      try {
        Score score = MidiReader.read(member.getValue());
        md5sOfContent
            .computeIfAbsent(ContentHash.of(score), hash -> new HashSet<>())
            .add(matcher.group(5));
      } catch (MalformedInputException e) {
        // Damaged on purpose.
      }
    }

    assertThat(tracksOfMd5.values().stream().filter(tracks -> tracks.size() > 1).count())
        .isBetween(20L, 120L);
    assertThat(md5sOfContent.values().stream().filter(md5s -> md5s.size() > 1).count())
        .isBetween(60L, 250L);
  }

  @Test
  void scoresEveryFileOfTheArchiveAndNoOther() throws IOException {
    String json = Files.readString(folder.resolve("match_scores.json"));
    Matcher tracks = Pattern.compile("\"(TR[A-Z0-9]{16})\": \\{([^}]*)\\}").matcher(json);
    Pattern pair = Pattern.compile("\"([0-9a-f]{32})\": ([0-9.]+)");
    Map<String, Double> scores = new TreeMap<>();
    while (tracks.find()) {
      String path = "lmd_matched/" + LakhArchive.folder(tracks.group(1)) + "/";
      Matcher files = pair.matcher(tracks.group(2));
      while (files.find()) {
        scores.put(path + files.group(1) + ".mid", Double.valueOf(files.group(2)));
      }
    }

    assertThat(scores.keySet()).containsExactlyInAnyOrderElementsOf(MEMBERS.keySet());
    assertThat(scores.values()).allMatch(score -> score >= 0.5 && score < 1.1);
    assertThat(scores.values()).anyMatch(score -> score > 1);
    assertThat(json).startsWith("{\n\"TR").endsWith("}\n}\n");
  }

  @Test
  void summarisesAllTracksAndMore() throws Exception {
    Set<String> ids = new HashSet<>();
    Map<String, Integer> perSong = new HashMap<>();
    List<MsdSong> songs = songs(folder);
    for (MsdSong song : songs) {
      ids.add(song.trackId());
      perSong.merge(song.songId(), 1, Integer::sum);
    }

    assertThat(songs).hasSize(900);
    assertThat(ids).hasSize(900);
    assertThat(MEMBERS.keySet())
        .allMatch(name -> ids.contains(Path.of(name).getParent().getFileName().toString()));
    assertThat(perSong.values()).anyMatch(count -> count > 1);
  }

  private static List<MsdSong> songs(Path folder) throws Exception {
    List<MsdSong> songs = new ArrayList<>();
    try (MsdSummaryReader summary =
            MsdSummaryReader.open(new LocalFile(folder.resolve("msd_summary_file.h5")));
        SongCursor cursor = summary.songs()) {
      while (cursor.hasNext()) {
        songs.add(cursor.next());
      }
    }
    return songs;
  }

  @Test
  void writesFullFilesThatAgreeWithTheSummary() throws Exception {
    Map<String, MsdSong> songs = new HashMap<>();
    songs(folder).forEach(song -> songs.put(song.trackId(), song));
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder.resolve("msd/data"))) {
      files = found.filter(Files::isRegularFile).toList();
    }

    assertThat(files).hasSize(3);
    for (Path file : files) {
      MsdTrack track = MsdTrackReader.read(new LocalFile(file));
      String id = track.song().trackId();
      assertThat(file.toString()).endsWith("msd/data/" + LakhArchive.folder(id) + ".h5");
      assertThat(track.song()).isEqualTo(songs.get(id));
      assertThat(track.segments().start()).hasSizeGreaterThan(20).isSorted();
    }
  }

  @Test
  void reportsProgressUntilTheEnd() {
    assertThat(PROGRESS).isSorted().hasSizeGreaterThan(5).endsWith(1_503L);
  }

  @Test
  void saysInAReadmeWhatWasGenerated() throws IOException {
    assertThatText(Files.readString(folder.resolve("README.txt")))
        .names("version 1", "seed 42", written.midiFiles(), 600, "900 rows");
  }

  @Test
  void givesTheSameBytesForTheSameSeedOnly(@TempDir Path elsewhere) throws IOException {
    SampleOptions small = new SampleOptions(70, 7, 100, 1);
    Map<String, String> first = digests(elsewhere.resolve("a"), small);
    Map<String, String> again = digests(elsewhere.resolve("b"), small);
    Map<String, String> other = digests(elsewhere.resolve("c"), new SampleOptions(70, 8, 100, 1));

    assertThat(again).isEqualTo(first);
    assertThat(first).hasSize(5);
    assertThat(other).doesNotContainValue(first.get("lmd_matched.tar.gz"));
    assertThat(other).doesNotContainValue(first.get("match_scores.json"));
    assertThat(other).doesNotContainValue(first.get("msd_summary_file.h5"));
  }

  private static Map<String, String> digests(Path folder, SampleOptions options)
      throws IOException {
    SampleData.write(folder, options, (done, total) -> {});
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String digest = HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
        digests.put(folder.relativize(file).toString(), digest);
      }
    }
    return digests;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void replacesOlderFilesAndLeavesNothingElse(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("lmd_matched.tar.gz"), "old");
    Files.writeString(elsewhere.resolve("mine.txt"), "kept");

    SampleData.write(elsewhere, new SampleOptions(1, 1, 1, 0), (done, total) -> {});

    try (Stream<Path> files = Files.list(elsewhere)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "README.txt",
              "lmd_matched.tar.gz",
              "match_scores.json",
              "mine.txt",
              "msd_summary_file.h5");
    }
    assertThat(Files.size(elsewhere.resolve("lmd_matched.tar.gz"))).isGreaterThan(100);
  }

  @Test
  void keepsTheOldArchiveWhenWritingFails(@TempDir Path elsewhere) throws IOException {
    Path archive = Files.writeString(elsewhere.resolve("lmd_matched.tar.gz"), "old");

    assertThatThrownBy(
            () ->
                SampleData.write(
                    elsewhere,
                    new SampleOptions(1, 1, 1, 0),
                    (done, total) -> {
                      throw new IllegalStateException("Stop here");
                    }))
        .hasMessage("Stop here");

    assertThat(archive).hasContent("old");
    try (Stream<Path> files = Files.list(elsewhere)) {
      assertThat(files).containsExactly(archive);
    }
  }

  @Test
  void saysWhichFolderCannotBeWritten(@TempDir Path elsewhere) throws IOException {
    Path file = Files.writeString(elsewhere.resolve("a-file"), "in the way");

    assertThatThrown(
            IOException.class,
            () -> SampleData.write(file, SampleOptions.of(1, 1), (done, total) -> {}))
        .names(file);
  }

  @Test
  void refusesCountsOutOfRange() {
    assertThatIllegal(() -> SampleOptions.of(0, 1)).names("tracks", 1, "11,881,376", 0);
    assertThatIllegal(() -> new SampleOptions(10, 1, 9, 0))
        .names("summaryRows", 10, "11,881,376", 9);
    assertThatIllegal(() -> new SampleOptions(10, 1, 10, 11)).names("msdTrackFiles", 0, 10, 11);
    assertThatIllegal(() -> new SampleOptions(10, 1, 10, 1, 10_001))
        .names("clips", 0, "10,000", "10,001");
    assertThatIllegal(() -> new SampleOptions(10, 1, 10, 1, 1, 31)).names("clipSeconds", 1, 30, 31);
  }
}
