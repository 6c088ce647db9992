package io.partita.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.ingest.RunReport;
import io.partita.model.archive.BuiltinModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a demo has made, as {@code --json} prints it, and what to look at.
 *
 * @param seed of what was invented
 * @param data folder of it
 * @param spectrogram of a clip; null without audio
 * @param song to listen to
 * @param loop of drums, likewise, that a model has made
 */
record DemoReport(
    long seed,
    String data,
    String lake,
    @JsonInclude(JsonInclude.Include.NON_NULL) String spectrogram,
    String song,
    String loop,
    List<RunReport> runs) {

  /**
   * Commands to go on with, after an empty line.
   *
   * @param out folder for what they write
   */
  String text(Path out) {
    return tables(out) + (spectrogram == null ? "" : audio()) + models(out) + listening();
  }

  private String tables(Path out) {
    return """

    The data is in %1$s, the lake in %2$s. Next:
      ./partita tables --lake %2$s
      ./partita sql --lake %2$s \\
          "SELECT artist_name, title, n_midi FROM tracks ORDER BY n_midi DESC LIMIT 10"
      ./partita sql --lake %2$s \\
          "SELECT fault, count(*) AS files FROM quarantine GROUP BY fault"
      ./partita stats --lake %2$s --dataset lmd_matched
      ./partita report --lake %2$s --out %3$s    # pages with plots and players
    """
        .formatted(data, lake, out.resolve("report"));
  }

  private String audio() {
    return """
      ./partita sql --lake %1$s \\
          "SELECT label, round(sum(duration_s)) AS s, round(avg(mel_mean), 2) AS mean_log_mel
           FROM audio_tracks JOIN mel USING (track_id, dataset) GROUP BY label"
      %2$s    # a picture: the spectrogram of a clip
    """
        .formatted(lake, spectrogram);
  }

  private String models(Path out) {
    return """
      ./partita generate --model %6$s --count 4 --out %3$s    # drum loops, at once
      ./partita train lstm --lake %1$s --dataset lmd_matched --line top --max-minutes 2 \\
          --model %2$s
      ./partita generate --model %2$s --notes 100 --temperature 0.9 --out %3$s    # a melody
      ./partita slice drums --lake %1$s --dataset lmd_matched --bars 2
      ./partita train musicvae --lake %1$s --dataset lmd_matched --config cat-drums_2bar_tiny \\
          --max-minutes 2 --model %4$s
      ./partita generate --model %4$s --count 4 --out %3$s    # drum loops
      ./partita report --lake %1$s --out %5$s    # the same pages, now with the trainings
      ./partita ingest lmd --help    # then the real archive
    """
        .formatted(
            lake,
            out.resolve("model"),
            out.resolve("music"),
            out.resolve("beats"),
            out.resolve("report"),
            BuiltinModel.DRUMS.option());
  }

  private String listening() {
    return String.format(
        Locale.ROOT,
        "%nTo listen to: %s    # %.0f s of one of the songs that seed %d invented"
            + "%nand %s    # a drum loop of %s, a model that comes with Partita; MIDI and a picture"
            + " lie beside it",
        song,
        DemoPieces.SONG_S,
        seed,
        loop,
        BuiltinModel.DRUMS.option());
  }
}
