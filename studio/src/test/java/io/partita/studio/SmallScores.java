package io.partita.studio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.midi.MidiWriter;
import io.partita.musicxml.MusicXmlReader;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Data set {@code scores} in a small lake, with repeats played: a score of a folder, an {@code
 * .mxl} file in a zip, one in a tar, one written by measures, and one that is gone since.
 */
final class SmallScores {
  static final int BARS = 24;

  /** As titles of the items are. */
  static final String FOLDER = "minuet";

  static final String ZIP = "round";
  static final String TAR = "air";
  static final String TIMEWISE = "rows";
  static final String AWAY = "away";

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"
        "http://www.musicxml.org/dtds/partwise.dtd">
      """;

  private static final String CONTENTS =
      "<container><rootfiles><rootfile full-path=\"music/score.xml\"/></rootfiles></container>";

  private final SmallLake.Place place;
  private final Statement sql;

  private SmallScores(SmallLake.Place place, Statement sql) {
    this.place = place;
    this.sql = sql;
  }

  /**
   * Two staves of bars of four quarters, at 120 quarters a minute; the first two bars are repeated.
   * What is sung in the first is markup.
   *
   * @param pitch an octave's letter of all its notes
   */
  static String xml(String pitch) {
    StringBuilder bars = new StringBuilder();
    for (int bar = 1; bar <= BARS; bar++) {
      bars.append("<measure number=\"%d\">".formatted(bar));
      if (bar == 1) {
        bars.append(
            "<attributes><divisions>1</divisions><key><fifths>1</fifths></key><time><beats>4</beats><beat-type>4</beat-type></time><staves>2</staves><clef"
                + " number=\"1\"><sign>G</sign><line>2</line></clef><clef"
                + " number=\"2\"><sign>F</sign><line>4</line></clef></attributes><sound"
                + " tempo=\"120\"/>");
      }
      for (int beat = 0; beat < 4; beat++) {
        bars.append(note(pitch, 4, 1, "quarter", 1, bar == 1 && beat == 0));
      }
      bars.append("<backup><duration>4</duration></backup>");
      bars.append(note(pitch, 3, 4, "whole", 2, false));
      if (bar == 2) {
        bars.append("<barline location=\"right\"><repeat direction=\"backward\"/></barline>");
      }
      bars.append("</measure>\n");
    }
    return HEAD
        + "<score-partwise><part-list><score-part id=\"P1\"><part-name>Piano</part-name>"
        + "</score-part></part-list><part id=\"P1\">"
        + bars
        + "</part></score-partwise>";
  }

  private static String note(
      String pitch, int octave, int duration, String type, int staff, boolean isSung) {
    return "<note><pitch><step>%s</step><octave>%d</octave></pitch><duration>%d</duration><voice>%d</voice><type>%s</type><staff>%d</staff>%s</note>"
        .formatted(
            pitch,
            octave,
            duration,
            staff,
            type,
            staff,
            isSung
                ? "<lyric><text>" + SmallLake.EVIL_TITLE.replace("<", "&lt;") + "</text></lyric>"
                : "");
  }

  /** The same music by measures. */
  private static String timewise(String xml) {
    return xml.replace("score-partwise", "score-timewise")
        .replaceAll("</?part( [^>]*)?>", "")
        .replaceAll("(<measure [^>]*>)", "$1<part id=\"P1\">")
        .replace("</measure>", "</part></measure>");
  }

  /** An item's id. */
  static String id(StudioClient studio, String title) throws Exception {
    return studio.get("/datasets/scores/items?q=" + title).at("/items/0/id").asText();
  }

  static void add(SmallLake lake, Path folder) throws Exception {
    Path written = Files.createDirectories(folder.resolve("written"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      SmallScores scores = new SmallScores(lake.live("scores"), sql);
      sql.execute(
          "CREATE TABLE f (midi_md5 VARCHAR, path VARCHAR, size_bytes BIGINT, status VARCHAR, fault"
              + " VARCHAR, byte_offset BIGINT, warnings MAP(VARCHAR, INTEGER), n_notes INTEGER,"
              + " n_drum_notes INTEGER, note_density DOUBLE, pitch_min INTEGER, pitch_max INTEGER,"
              + " tempo_initial_bpm DOUBLE, time_signature VARCHAR, key VARCHAR, duration_s DOUBLE,"
              + " programs INTEGER[], split VARCHAR)");
      sql.execute(
          "CREATE TABLE s (source VARCHAR, path VARCHAR, midi_md5 VARCHAR, track_id VARCHAR,"
              + " catalog MAP(VARCHAR, VARCHAR), split VARCHAR)");
      sql.execute(
          "CREATE TABLE n (midi_md5 VARCHAR, note_idx INTEGER, track INTEGER, channel INTEGER,"
              + " program INTEGER, is_drum BOOLEAN, pitch INTEGER, velocity INTEGER, onset_s"
              + " DOUBLE, duration_s DOUBLE)");
      sql.execute("CREATE TABLE b (midi_md5 VARCHAR, bytes BLOB)");

      byte[] minuet = xml("D").getBytes(UTF_8);
      Files.write(written.resolve(FOLDER + ".musicxml"), minuet);
      scores.row("written", "written/" + FOLDER + ".musicxml", minuet);
      byte[] rows = timewise(xml("E")).getBytes(UTF_8);
      Files.write(written.resolve(TIMEWISE + ".xml"), rows);
      scores.row("written", "written/" + TIMEWISE + ".xml", rows);
      scores.row("written", "written/" + AWAY + ".xml", xml("F").getBytes(UTF_8));
      byte[] round = mxl(xml("G"));
      try (ZipOutputStream zip =
          new ZipOutputStream(Files.newOutputStream(folder.resolve("packed.zip")))) {
        entry(zip, "canons/" + ZIP + ".mxl", round);
      }
      scores.row("packed.zip", "canons/" + ZIP + ".mxl", round);
      byte[] air = xml("A").getBytes(UTF_8);
      try (OutputStream out = Files.newOutputStream(folder.resolve("old.tar"));
          TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
        TarArchiveEntry entry = new TarArchiveEntry("old/" + TAR + ".xml");
        entry.setSize(air.length);
        tar.putArchiveEntry(entry);
        tar.write(air);
        tar.closeArchiveEntry();
      }
      scores.row("old.tar", "old/" + TAR + ".xml", air);

      SmallLake.write(sql, "f", scores.place, "midi_files", "run-3");
      SmallLake.write(sql, "s", scores.place, "midi_sources", "run-3");
      SmallLake.write(sql, "n", scores.place, "notes", "run-3");
      SmallLake.write(sql, "b", scores.place, "midi_bytes", "run-3");
    }
    Files.writeString(
        lake.live("scores").of("midi_sources").resolve("_run.json"),
        """
        {"options": {"expand_repeats": true}, "inputs": [
          {"name": "written", "path": "file:%1$s/written"},
          {"name": "packed.zip", "path": "file:%1$s/packed.zip"},
          {"name": "old.tar", "path": "file:%1$s/old.tar"}]}\
        """
            .formatted(folder));
    lake.publish("scores", "run-3");
  }

  private void row(String source, String path, byte[] bytes)
      throws SQLException, MalformedInputException {
    Score score = MusicXmlReader.read(bytes, ArchiveLimits.defaults(), Integer.MAX_VALUE, true);
    String md5 = RejectedFiles.md5(bytes);
    Notes notes = score.notes();
    insert("b", md5, MidiWriter.write(score));
    insert("s", source, path, md5, null, null, "train");
    double end = 0;
    for (int i = 0; i < notes.size(); i++) {
      double from = score.tempoMap().secondsAt(notes.onsetTick(i));
      double to = score.tempoMap().secondsAt(notes.offsetTick(i));
      end = Math.max(end, to);
      insert("n", md5, i, 0, 0, 0, false, notes.pitch(i), notes.velocity(i), from, to - from);
    }
    sql.execute(
        "INSERT INTO f VALUES ('%s', '%s', %d, 'ok', NULL, NULL, NULL, %d, 0, 2, 50, 80, 120, '4/4',"
                .formatted(md5, path, bytes.length, notes.size())
            + " 'G major', %s, [0], 'train')".formatted(end));
  }

  private void insert(String table, Object... values) throws SQLException {
    String marks = "?, ".repeat(values.length - 1) + "?";
    try (PreparedStatement insert =
        sql.getConnection().prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof byte[] bytes) {
          insert.setBytes(i + 1, bytes);
        } else {
          insert.setObject(i + 1, values[i]);
        }
      }
      insert.execute();
    }
  }

  private static byte[] mxl(String xml) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "META-INF/container.xml", CONTENTS.getBytes(UTF_8));
      entry(zip, "music/other.xml", "<other/>".getBytes(UTF_8));
      entry(zip, "music/score.xml", xml.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
