package io.partita.sample;

import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.audio.AudioFault;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.fma.FmaReader;
import io.partita.fma.FmaRow;
import io.partita.fma.FmaTable;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.SongPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InTurn
class FmaArchiveTest {
  private static final int SOUND_CLIPS = 3;

  @TempDir static Path folder;

  private static final FmaArchive ARCHIVE = FmaArchive.of(5, SOUND_CLIPS);
  private static final List<Long> PROGRESS = new ArrayList<>();
  private static SampleData.Written written;
  private static Map<String, byte[]> clips;
  private static Map<String, byte[]> tables;

  @BeforeAll
  static void writeOnce() throws IOException {
    written =
        SampleData.write(
            folder,
            new SampleOptions(2, 5, 2, 0, SOUND_CLIPS),
            (done, total) -> {
              assertThat(total).isEqualTo(2 + 2 + 7);
              PROGRESS.add(done);
            });
    clips = members(folder.resolve("fma_small.zip"), ".mp3");
    tables = members(folder.resolve("fma_metadata.zip"), ".csv");
  }

  /** The members by name, in order; those of an ending must be stored if it is .mp3. */
  private static Map<String, byte[]> members(Path file, String ending) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        boolean stored = entry.getName().endsWith(".mp3");
        assertThat(entry.getMethod()).isEqualTo(stored ? ZipEntry.STORED : ZipEntry.DEFLATED);
        assertThat(entry.getTimeLocal()).hasToString("2017-04-01T00:00");
        members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    assertThat(members.keySet()).anyMatch(name -> name.endsWith(ending));
    return members;
  }

  private static FmaTrack track(ClipKind kind) {
    return ARCHIVE.tracks().stream().filter(track -> track.kind() == kind).findFirst().get();
  }

  private static AudioReader open(FmaTrack track) throws IOException, MalformedInputException {
    byte[] bytes = clips.get("fma_small/" + track.path());
    return AudioReader.open(new SeekableInMemoryByteChannel(bytes), AudioLimits.defaults());
  }

  @Test
  void laysClipsOutAsTheArchiveDoes() {
    List<String> names = clips.keySet().stream().filter(name -> name.endsWith(".mp3")).toList();

    assertThat(names).hasSize(SOUND_CLIPS + 4).isSorted();
    assertThat(names)
        .allSatisfy(name -> assertThat(name).matches("fma_small/(\\d{3})/\\1\\d{3}\\.mp3"))
        .containsExactlyElementsOf(
            ARCHIVE.tracks().stream()
                .filter(track -> track.kind().hasMember())
                .map(track -> "fma_small/" + track.path())
                .toList());
    assertThat(clips).containsKey("fma_small/README.txt");
    assertThat(written.clips()).isEqualTo(names.size());
    assertThat(written.damagedClips()).isEqualTo(3);
    assertThat(written.wholeClip()).contains("fma_small/" + track(ClipKind.SOUND).path());
    assertThat(PROGRESS).isSorted().endsWith(11L);
  }

  @Test
  void sumsEveryMemberUp() throws Exception {
    for (Map<String, byte[]> zip : List.of(clips, tables)) {
      String folder = zip == clips ? "fma_small/" : "fma_metadata/";
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      StringBuilder expected = new StringBuilder();
      zip.forEach(
          (name, bytes) -> {
            if (name.endsWith(".mp3") || name.endsWith(".csv")) {
              expected.append(HexFormat.of().formatHex(sha1.digest(bytes))).append("  ");
              expected.append(name.substring(folder.length())).append('\n');
            }
          });
      assertThat(text(zip, folder + "checksums")).isEqualTo(expected.toString());
    }
  }

  @Test
  void soundClipsLastThirtySecondsAndAreHeard() throws Exception {
    List<FmaTrack> sound =
        ARCHIVE.tracks().stream()
            .filter(track -> track.kind() == ClipKind.SOUND || track.kind() == ClipKind.UNLISTED)
            .toList();
    assertThat(sound).hasSize(SOUND_CLIPS + 1);
    for (FmaTrack track : sound) {
      try (AudioReader reader = open(track)) {
        assertThat(reader.format().codec()).isEqualTo("mp3");
        double peak = peakToTheEnd(reader);
        assertThat(reader.samplesRead()).isEqualTo(30L * reader.format().sampleRateHz());
        assertThat(reader.decodeErrors()).isZero();
        assertThat(peak).isBetween(0.1, 1.3);
      }
    }
  }

  private static double peakToTheEnd(AudioReader reader)
      throws IOException, MalformedInputException {
    float[] mono = new float[4096];
    double peak = 0;
    for (int count = reader.readMono(mono); count >= 0; count = reader.readMono(mono)) {
      for (int i = 0; i < count; i++) {
        peak = Math.max(peak, Math.abs(mono[i]));
      }
    }
    return peak;
  }

  @Test
  void oneClipBreaksOff() throws Exception {
    try (AudioReader reader = open(track(ClipKind.TRUNCATED))) {
      peakToTheEnd(reader);
      assertThat(reader.format().claimedDurationS()).isNotNull();
      assertThat(reader.samplesRead() / (double) reader.format().sampleRateHz())
          .isBetween(10.0, 14.0);
    }
  }

  @Test
  void oneIsAWebPageAndOneEmpty() {
    assertThat(text(clips, "fma_small/" + track(ClipKind.WEB_PAGE).path()))
        .startsWith("<!DOCTYPE html>")
        .contains("404");
    assertThat(clips.get("fma_small/" + track(ClipKind.EMPTY).path())).isEmpty();
    for (ClipKind kind : List.of(ClipKind.WEB_PAGE, ClipKind.EMPTY)) {
      assertThatThrownBy(() -> open(track(kind)).close())
          .isInstanceOfSatisfying(
              MalformedInputException.class,
              e -> assertThat(e.fault()).isInstanceOf(AudioFault.class));
    }
  }

  @Test
  void rowsTellOfEveryTrackButTheUnlistedOne() throws Exception {
    Map<Integer, FmaRow> rows = rows(FmaTable.TRACKS);

    assertThat(rows.keySet())
        .containsExactlyElementsOf(
            ARCHIVE.tracks().stream()
                .filter(track -> track.kind() != ClipKind.UNLISTED)
                .map(FmaTrack::id)
                .toList());
    assertThat(rows.keySet()).contains(track(ClipKind.MISSING).id());
    for (FmaTrack track : ARCHIVE.tracks()) {
      FmaRow row = rows.get(track.id());
      if (track.kind() == ClipKind.ELSEWHERE) {
        assertThat(row.value("subset")).isIn("medium", "large", "full");
      } else if (row != null) {
        assertThat(row.value("subset")).isEqualTo("small");
        assertThat(row.value("genre_top")).isNotNull();
        SongPlan plan = Composer.plan(5, track.song());
        assertThat(row.value("track_duration")).isEqualTo((int) plan.durationS());
      }
    }
  }

  @Test
  void genresAreThoseOfTheRows() throws Exception {
    Map<Integer, FmaRow> genres = rows(FmaTable.GENRES);
    Map<Integer, Integer> counted = new LinkedHashMap<>();
    for (FmaRow row : rows(FmaTable.TRACKS).values()) {
      List<?> all = (List<?>) row.value("genres_all");
      assertThat(genres.keySet()).containsAll(all.stream().map(id -> (Integer) id).toList());
      all.forEach(id -> counted.merge((Integer) id, 1, Integer::sum));
    }

    genres.forEach(
        (id, genre) -> {
          assertThat(genre.value("n_tracks")).isEqualTo(counted.getOrDefault(id, 0));
          assertThat(genres).containsKey((Integer) genre.value("top_level"));
        });
  }

  @Test
  void featuresAreComputedFromTheClips() throws Exception {
    Map<Integer, FmaRow> features = rows(FmaTable.FEATURES);

    assertThat(features.keySet())
        .containsExactlyElementsOf(
            ARCHIVE.tracks().stream()
                .filter(track -> track.kind().hasMusic() && track.kind().hasRow())
                .map(FmaTrack::id)
                .toList());
    for (FmaRow row : features.values()) {
      assertThat(row.values()).hasSize(519).doesNotContainNull().doesNotContain(Double.NaN);
      assertThat((double) row.value("zcr_mean_01")).isBetween(0.001, 0.4);
      assertThat((double) row.value("spectral_centroid_mean_01")).isBetween(200.0, 8000.0);
      assertThat((double) row.value("chroma_stft_max_01")).isBetween(0.0, 1.0);
      assertThat((double) row.value("rmse_std_01")).isPositive();
      assertThat((double) row.value("mfcc_min_20")).isLessThan((double) row.value("mfcc_max_20"));
    }
    assertThat(features.values().stream().map(row -> row.value("mfcc_mean_01")).distinct())
        .hasSameSizeAs(features.values());
  }

  @Test
  void echoNestKnowsTheTempo() throws Exception {
    Map<Integer, FmaRow> rows = rows(FmaTable.ECHONEST);
    Map<Integer, FmaTrack> tracks =
        ARCHIVE.tracks().stream().collect(Collectors.toMap(FmaTrack::id, track -> track));

    assertThat(rows).hasSize(4);
    rows.forEach(
        (id, row) -> {
          double bpm = Composer.plan(5, tracks.get(id).song()).bpm();
          assertThat((double) row.value("audio_features_tempo")).isCloseTo(bpm, within(1e-9));
          assertThat(row.values()).hasSize(250);
        });
  }

  @Test
  void headersAreThoseOfThePublishedFiles() throws Exception {
    Path published = SharedData.file("data/fma/fma_metadata.zip");
    Map<String, byte[]> theirs = members(published);
    for (FmaTable table : FmaTable.values()) {
      String name = "fma_metadata/" + table.fileName();
      String header = FmaCsv.header(table);
      assertThat(text(theirs, name)).startsWith(header);
      assertThat(text(tables, name)).startsWith(header);
    }
  }

  private static Map<String, byte[]> members(Path zip) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        try (InputStream in = file.getInputStream(entry)) {
          members.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return members;
  }

  private static Map<Integer, FmaRow> rows(FmaTable table) throws Exception {
    Map<Integer, FmaRow> rows = new LinkedHashMap<>();
    byte[] csv = tables.get("fma_metadata/" + table.fileName());
    try (FmaReader reader = FmaReader.open(table, new ByteArrayInputStream(csv))) {
      Optional<FmaRow> row = reader.next();
      while (row.isPresent()) {
        rows.put(row.get().key(), row.get());
        row = reader.next();
      }
    }
    return rows;
  }

  private static String text(Map<String, byte[]> members, String name) {
    return new String(members.get(name), StandardCharsets.UTF_8);
  }

  @Test
  void theReadmeNamesTheBrokenOnes() throws IOException {
    assertThatText(Files.readString(folder.resolve("README.txt")))
        .names("fma_small.zip", 7, "30 s")
        .names(track(ClipKind.TRUNCATED).id(), "breaks", track(ClipKind.WEB_PAGE).id(), "web page")
        .names(track(ClipKind.EMPTY).id(), "empty", track(ClipKind.UNLISTED).id(), "row")
        .names("fma_metadata.zip", track(ClipKind.MISSING).id(), "clip");
  }

  @Tag("full")
  @Test
  void givesTheSameBytesForTheSameSeed(@TempDir Path elsewhere) throws IOException {
    SampleData.write(elsewhere, new SampleOptions(2, 5, 2, 0, SOUND_CLIPS), (done, total) -> {});

    for (String name : List.of("fma_small.zip", "fma_metadata.zip", "README.txt")) {
      assertThat(elsewhere.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
    }
    try (var files = Files.list(elsewhere)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "README.txt",
              "fma_metadata.zip",
              "fma_small.zip",
              "lmd_matched.tar.gz",
              "match_scores.json",
              "msd_summary_file.h5");
    }
  }

  @Test
  void numbersAndKindsHoldAtAnySize() {
    for (int clips : List.of(0, 1, 50, 51, FmaTrack.MAX_CLIPS)) {
      FmaArchive archive = FmaArchive.of(9, clips);
      int blocks = (clips + 49) / 50;
      assertThat(archive.count(ClipKind.SOUND)).isEqualTo(clips);
      assertThat(archive.count(ClipKind.ELSEWHERE)).isEqualTo(clips);
      assertThat(archive.count(ClipKind.UNLISTED)).isEqualTo(blocks);
      assertThat(archive.members()).isEqualTo(clips + 4 * blocks);
      List<Integer> ids = archive.tracks().stream().map(FmaTrack::id).toList();
      assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id > 0 && id <= 999_999);
    }
    assertThat(FmaArchive.of(9, 60)).isNotEqualTo(FmaArchive.of(10, 60));
  }

  @Test
  void splitsAreDisjointByArtistAndNamesMayBeNa() {
    Map<String, String> splitOf = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (FmaTrack track : FmaTrack.all(3, 200)) {
      List<String> cells = new FmaTrackRow(3, track).cells();
      assertThat(cells).hasSize(53);
      names.add(cells.get(26));
      String split = splitOf.putIfAbsent(cells.get(21), cells.get(31));
      assertThat(split).isIn(null, cells.get(31));
    }
    assertThat(splitOf.values()).contains("training", "validation", "test");
    assertThat(names).contains("NA");
  }

  @Test
  void artistsAreWhereTheirPlaceIs() {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (FmaTrack track : FmaTrack.all(3, 2_000)) {
      List<String> cells = new FmaTrackRow(3, track).cells();
      if (!cells.get(22).isEmpty()) {
        places.put(cells.get(23), List.of(cells.get(22), cells.get(24)));
      }
    }
    assertThat(places)
        .containsEntry("Berlin, Germany", List.of("52.51607", "13.37698"))
        .containsEntry("Tōkyō, Japan", List.of("35.67048", "139.74092"));
  }
}
