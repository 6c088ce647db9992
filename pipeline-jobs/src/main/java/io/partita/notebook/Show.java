package io.partita.notebook;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Score;
import io.partita.synth.Mp3Clip;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables, pictures and audio players as HTML, everything inline. */
public final class Show {
  private static final int MAX_ROWS = 20;

  /** Writes a clip of something. */
  private interface ClipWriter {
    void write(Path mp3) throws IOException, MalformedInputException;
  }

  private Show() {}

  /** The first 20 rows of a table. */
  public static Html table(Dataset<Row> rows) {
    List<Row> first = rows.limit(MAX_ROWS + 1).collectAsList();
    List<List<?>> cells =
        first.stream().limit(MAX_ROWS).<List<?>>map(row -> Arrays.asList(values(row))).toList();
    Html table = table(Arrays.asList(rows.columns()), cells);
    return first.size() <= MAX_ROWS ? table : all(table, text("The first 20 rows."));
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.length()];
    Arrays.setAll(values, row::get);
    return values;
  }

  /** A table; numbers are at the right, with four significant digits where they have a fraction. */
  public static Html table(List<String> head, List<? extends List<?>> rows) {
    StringBuilder html = new StringBuilder("<table><thead><tr>");
    for (int column = 0; column < head.size(); column++) {
      Object below = rows.isEmpty() ? null : rows.get(0).get(column);
      html.append("<th").append(aligned(below)).append(Html.escaped(head.get(column)));
      html.append("</th>");
    }
    html.append("</tr></thead><tbody>");
    for (List<?> row : rows) {
      html.append("<tr>");
      row.forEach(
          cell ->
              html.append("<td")
                  .append(aligned(cell))
                  .append(Html.escaped(cell(cell)))
                  .append("</td>"));
      html.append("</tr>");
    }
    return new Html(html.append("</tbody></table>").toString());
  }

  private static String aligned(Object cell) {
    return " style=\"text-align:" + (cell instanceof Number ? "right" : "left") + "\">";
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Math.abs(number) >= 1000
          ? String.format(Locale.ROOT, "%,.0f", number)
          : String.format(Locale.ROOT, "%.4g", number);
    }
    return value.toString();
  }

  /** A line of text. */
  public static Html text(String text) {
    return new Html("<p>" + Html.escaped(text) + "</p>");
  }

  /** One below the other. */
  public static Html all(Object... parts) {
    return new Html(Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining()));
  }

  /** A PNG picture, at most as wide as the page. */
  public static Html picture(byte[] png) {
    return picture("image/png", png);
  }

  /** A PNG file. */
  public static Html picture(String pngFile) throws IOException {
    return picture(Files.readAllBytes(Path.of(pngFile)));
  }

  /** As an image of its own, because names inside of several SVGs in a page would collide. */
  static Html picture(String type, byte[] image) {
    return new Html(
        "<img style=\"max-width:100%\" src=\"data:"
            + type
            + ";base64,"
            + Base64.getEncoder().encodeToString(image)
            + "\"/>");
  }

  /**
   * A player of a score's beginning, with the JDK's sounds, as MP3.
   *
   * @param label of what one hears
   * @param maxS longest length, seconds
   */
  public static Html player(String label, Score score, double maxS) throws IOException {
    return player(
        label, mp3 -> Mp3Clip.ofMidi(MidiReader.events(MidiWriter.write(score)), 0, maxS, mp3));
  }

  /** A player of an audio file's beginning, as MP3. */
  public static Html player(String label, String audioFile, double maxS) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(Path.of(audioFile))) {
      return player(label, mp3 -> Mp3Clip.ofAudio(bytes, maxS, mp3));
    }
  }

  private static Html player(String label, ClipWriter clip) throws IOException {
    Path mp3 = Files.createTempFile("partita-", ".mp3");
    try {
      clip.write(mp3);
      String data = Base64.getEncoder().encodeToString(Files.readAllBytes(mp3));
      return new Html(
          "<div style=\"display:flex;align-items:center;gap:1em\"><audio controls"
              + " src=\"data:audio/mpeg;base64,"
              + data
              + "\"></audio><span>"
              + Html.escaped(label)
              + "</span></div>");
    } catch (MalformedInputException e) {
      return text(label + ": nothing to hear (" + e.detail() + ")");
    } finally {
      Files.delete(mp3);
    }
  }
}
