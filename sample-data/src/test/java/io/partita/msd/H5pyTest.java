package io.partita.msd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.SharedData;
import io.partita.hdf5.Hdf5Column;
import io.partita.hdf5.Hdf5Column.Kind;
import io.partita.msd.MsdLayout.Table;
import io.partita.sample.MsdWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside h5py, which is the HDF5 library: layout and values. Skipped where it is not installed. */
@Tag("e2e")
class H5pyTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir static Path folder;

  @BeforeAll
  static void requireH5py() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not installed");
    int exit = new ProcessBuilder(PYTHON, "-c", "import h5py").start().waitFor();
    assumeTrue(exit == 0, "h5py is not installed for " + PYTHON);
  }

  @Test
  void writesATrackInTheDatasetsLayout() throws Exception {
    Path real = SharedData.file("data/msd/data/C/S/G/TRCSGHT128F5794610.h5");
    Path ours = folder.resolve("track.h5");
    MsdWriter.writeTrack(ours, MsdSamples.track(500));
    assertThat(python("describe_hdf5.py", ours)).isEqualTo(python("describe_hdf5.py", real));
  }

  @Test
  void writesASummaryInTheDatasetsLayout() throws Exception {
    Path real = SharedData.file("data/msd/msd_summary_file.h5");
    Path ours = folder.resolve("summary.h5");
    MsdWriter.writeSummary(ours, 1_000, MsdSamples.songs(1_000), rows -> {});
    assertThat(python("describe_hdf5.py", ours)).isEqualTo(python("describe_hdf5.py", real));
  }

  @Test
  void writesWhatH5pyReads() throws Exception {
    Path file = folder.resolve("values.h5");
    MsdTrack track = MsdSamples.track(240);
    MsdWriter.writeTrack(file, track);

    assertThat(values(file)).isEqualTo(expected(track));
  }

  @Test
  void readsWhatH5pyReads() throws Exception {
    Path file = SharedData.file("data/msd/data/F/I/N/TRFINEE128FBD4D326.h5");
    MsdTrack track = MsdTrackReader.read(Files.readAllBytes(file));
    Map<String, String> fromH5py = values(file);
    Map<String, String> ours = expected(track);

    assertThat(ours.keySet()).isEqualTo(fromH5py.keySet());
    for (Map.Entry<String, String> value : fromH5py.entrySet()) {
      boolean unknownId = value.getKey().endsWith("id") && ours.get(value.getKey()).equals("-1");
      if (unknownId) {
        assertThat(Integer.parseInt(value.getValue())).isNotPositive();
      } else {
        assertThat(ours.get(value.getKey())).as(value.getKey()).isEqualTo(value.getValue());
      }
    }
  }

  /** Every value by "path row column". */
  private static Map<String, String> values(Path file) throws Exception {
    Map<String, String> values = new HashMap<>();
    for (String line : python("print_hdf5.py", file)) {
      String[] cells = line.split("\t", -1);
      values.put(cells[0] + " " + cells[1] + " " + cells[2], number(cells[3], cells[0], cells[2]));
    }
    return values;
  }

  /** Python and Java print a real in different words; so it goes through its bits. */
  private static String number(String text, String path, String column) {
    return isReal(path, column)
        ? Long.toHexString(Double.doubleToLongBits(Double.parseDouble(text.replace("nan", "NaN"))))
        : text;
  }

  private static boolean isReal(String path, String column) {
    for (Table table : List.of(MsdLayout.ANALYSIS, MsdLayout.METADATA, MsdLayout.MUSICBRAINZ)) {
      if (table.path().equals(path)) {
        return table.columns().stream()
            .anyMatch(c -> c.name().equals(column) && c.kind() == Kind.FLOAT64);
      }
    }
    for (MsdArray array : MsdArray.values()) {
      if (array.path().equals(path)) {
        return array.element().kind() == Kind.FLOAT64;
      }
    }
    throw new AssertionError(path);
  }

  private static Map<String, String> expected(MsdTrack track) throws Exception {
    Map<String, String> values = new HashMap<>();
    Map<String, Object> song = new HashMap<>();
    addByColumn(song, "", track.song());
    for (Table table : List.of(MsdLayout.ANALYSIS, MsdLayout.METADATA, MsdLayout.MUSICBRAINZ)) {
      for (Hdf5Column column : table.columns()) {
        Object value = song.get(column.name());
        values.put(table.path() + " 0 " + column.name(), printed(column, value));
      }
    }
    add(values, MsdArray.BARS_START, track.bars().start());
    add(values, MsdArray.BARS_CONFIDENCE, track.bars().confidence());
    add(values, MsdArray.BEATS_START, track.beats().start());
    add(values, MsdArray.BEATS_CONFIDENCE, track.beats().confidence());
    add(values, MsdArray.TATUMS_START, track.tatums().start());
    add(values, MsdArray.TATUMS_CONFIDENCE, track.tatums().confidence());
    add(values, MsdArray.SECTIONS_START, track.sections().start());
    add(values, MsdArray.SECTIONS_CONFIDENCE, track.sections().confidence());
    MsdTrack.Segments segments = track.segments();
    add(values, MsdArray.SEGMENTS_START, segments.start());
    add(values, MsdArray.SEGMENTS_CONFIDENCE, segments.confidence());
    add(values, MsdArray.SEGMENTS_LOUDNESS_MAX, segments.loudnessMax());
    add(values, MsdArray.SEGMENTS_LOUDNESS_MAX_TIME, segments.loudnessMaxTime());
    add(values, MsdArray.SEGMENTS_LOUDNESS_START, segments.loudnessStart());
    for (int row = 0; row < segments.start().length; row++) {
      for (int i = 0; i < MsdTrack.Segments.WIDTH; i++) {
        put(values, MsdArray.SEGMENTS_PITCHES, row, i, segments.pitches()[row][i]);
        put(values, MsdArray.SEGMENTS_TIMBRE, row, i, segments.timbre()[row][i]);
      }
    }
    for (int row = 0; row < track.artistTerms().size(); row++) {
      put(values, MsdArray.ARTIST_TERMS, row, 0, track.artistTerms().get(row).term());
      put(values, MsdArray.ARTIST_TERMS_FREQ, row, 0, track.artistTerms().get(row).freq());
      put(values, MsdArray.ARTIST_TERMS_WEIGHT, row, 0, track.artistTerms().get(row).weight());
    }
    for (int row = 0; row < track.similarArtists().size(); row++) {
      put(values, MsdArray.SIMILAR_ARTISTS, row, 0, track.similarArtists().get(row));
    }
    for (int row = 0; row < track.artistMbtags().size(); row++) {
      put(values, MsdArray.ARTIST_MBTAGS, row, 0, track.artistMbtags().get(row).tag());
      put(values, MsdArray.ARTIST_MBTAGS_COUNT, row, 0, track.artistMbtags().get(row).count());
    }
    return values;
  }

  private static void add(Map<String, String> values, MsdArray array, double[] rows) {
    for (int row = 0; row < rows.length; row++) {
      put(values, array, row, 0, rows[row]);
    }
  }

  private static void put(
      Map<String, String> values, MsdArray array, int row, int column, Object value) {
    values.put(array.path() + " " + row + " " + column, printed(array.element(), value));
  }

  private static String printed(Hdf5Column column, Object value) {
    return switch (column.kind()) {
      case TEXT ->
          value == null
              ? ""
              : HexFormat.of().formatHex(value.toString().getBytes(StandardCharsets.UTF_8));
      case FLOAT64 -> {
        boolean zero = List.of("danceability", "energy", "tempo").contains(column.name());
        double real = value != null ? (double) value : zero ? 0 : Double.NaN;
        yield Long.toHexString(Double.doubleToLongBits(real));
      }
      case INT32 -> {
        boolean zero = List.of("year", "time_signature").contains(column.name());
        yield value != null ? value.toString() : zero ? "0" : "-1";
      }
    };
  }

  /** A song's values under the names of their columns: camel case undone, units taken off. */
  private static void addByColumn(Map<String, Object> values, String path, Record record)
      throws Exception {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = path + snakeCase(component.getName().replaceAll("(S|Bpm|Db|Hz)$", ""));
      Object value = component.getAccessor().invoke(record);
      if (value instanceof Record inner) {
        addByColumn(values, name + "_", inner);
      } else {
        values.put(columnOf(name), value);
      }
    }
  }

  /** The columns have but some names of the records that their values are in. */
  private static String columnOf(String path) {
    return path.replaceAll(
            "^analysis_(?!sample_rate)|^release_(?=year$)|(?<=^release)_name$|_value$", "")
        .replace("seven_digital_id", "7digitalid")
        .replace("playme_id", "playmeid");
  }

  private static String snakeCase(String name) {
    return name.replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
  }

  private static List<String> python(String script, Path file) throws Exception {
    Path copy = folder.resolve(script);
    Files.write(copy, resource(script));
    Process process = new ProcessBuilder(PYTHON, copy.toString(), file.toString()).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    String errors =
        StandardCharsets.UTF_8
            .decode(ByteBuffer.wrap(process.getErrorStream().readAllBytes()))
            .toString();
    assertThat(process.waitFor()).as(errors).isZero();
    return new ArrayList<>(new String(output, StandardCharsets.UTF_8).lines().toList());
  }

  private static byte[] resource(String name) throws IOException {
    try (var stream = H5pyTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
