package io.partita.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.ingest.RunReport;
import io.partita.model.archive.BuiltinModel;
import java.nio.file.Path;
import java.util.List;

/**
 * What a demo has made, as {@code --json} prints it, and what to look at.
 *
 * @param seed of what was invented
 * @param data folder of it
 * @param spectrogram of a clip; null without audio
 * @param song to listen to
 * @param loop of drums to listen to, that a model has made
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
    return """

    Next:
      ./partita generate builtin:loops --count 8 --out %2$s    # more loops
      ./partita sql --lake %1$s \\
          "SELECT artist_name, title, n_midi FROM tracks ORDER BY n_midi DESC LIMIT 10"
      ./partita studio --lake %1$s --open    # search, see and hear it in the browser
      ./partita report --lake %1$s --out %3$s    # pages with plots and figures
      ./partita slice drums lmd_matched --lake %1$s --bars 2
      ./partita train musicvae lmd_matched --lake %1$s --config cat-drums_2bar_tiny \\
          --max-minutes 2 --model %4$s
      ./partita generate %4$s --count 4 --out %5$s    # loops of your own model
      ./partita ingest lmd --help    # then the real archive

    Listen: %6$s    # a drum loop of %7$s
            %8$s    # %9$.0f s of a song that seed %10$d invented
    """
            .formatted(
                lake,
                out.resolve("loops"),
                out.resolve("report"),
                out.resolve("drums"),
                out.resolve("own-loops"),
                loop,
                BuiltinModel.LOOPS.option(),
                song,
                DemoPieces.SONG_S,
                seed)
            .stripTrailing()
        + (spectrogram == null ? "" : "\nLook:   " + spectrogram + "    # the sound of a clip");
  }
}
