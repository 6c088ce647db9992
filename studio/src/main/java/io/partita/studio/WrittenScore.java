package io.partita.studio;

import io.partita.MalformedInputException;
import io.partita.musicxml.MusicXmlFormat;
import io.partita.musicxml.MusicXmlReader;
import io.partita.notation.PlayedMeasure;
import io.partita.score.Score;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A score's MusicXML, from what the data set was made of: the lake keeps the MIDI file made of it.
 *
 * @param report of the run that read it, as JSON; null where it left none
 * @param source name of the input, as tables have it
 * @param path the member's
 * @param md5 that its bytes must have, so that nothing else is ever served
 */
record WrittenScore(String report, String source, String path, String md5) {
  private static final int MOST_CHARACTERS = 8 << 20;

  private static final MusicXmlFormat FORMAT = new MusicXmlFormat();

  /** Whether an item of {@code studio.items} may have one. */
  static boolean isOf(Snapshot snapshot, Map<String, Object> item) {
    return item.get("kind").equals(Items.SCORE)
        && FORMAT.isNamed((String) item.get("path"))
        && snapshot.has("midi_sources", (String) item.get("dataset"));
  }

  /** Where an item's was, in the first input that has it. */
  static WrittenScore of(Snapshot snapshot, Connection connection, String dataset, String md5)
      throws SQLException, IOException {
    String query =
        "SELECT source, path FROM midi_sources WHERE dataset = ? AND midi_md5 = ?"
            + " ORDER BY source, path LIMIT 1";
    try (PreparedStatement sql = connection.prepareStatement(query)) {
      sql.setString(1, dataset);
      sql.setString(2, md5);
      Map<String, Object> row =
          Lists.rows(sql.executeQuery()).stream()
              .findFirst()
              .orElseThrow(() -> SourceFiles.gone(md5, "the lake does not say where it was"));
      return new WrittenScore(
          snapshot.files().report(dataset, "midi_sources"),
          (String) row.get("source"),
          (String) row.get("path"),
          md5);
    }
  }

  /**
   * Reads it.
   *
   * @return {@code xml}, and {@code measures} in the order in which the MIDI file plays them: pairs
   *     of the second in which one begins and its number in the file, from 0
   * @throws BadRequest with the path that it was looked for at, where it cannot be read
   */
  Map<String, Object> read() throws IOException, MalformedInputException {
    SourceFiles sources = new SourceFiles(report);
    byte[] bytes = sources.read(source, path);
    if (!RejectedFiles.md5(bytes).equals(md5)) {
      throw SourceFiles.gone(sources.place(source, path), "it has changed since it was ingested");
    }
    MusicXmlReader.Written written =
        MusicXmlReader.written(
            bytes, sources.limits(), MOST_CHARACTERS, sources.option("expand_repeats"));
    return Map.of(
        "xml",
        written.xml(),
        "measures",
        written.measures().stream().map(measure -> timed(measure, written.score())).toList());
  }

  private static List<Number> timed(PlayedMeasure measure, Score score) {
    return List.of(score.tempoMap().secondsAt(measure.tick()), measure.measure());
  }
}
