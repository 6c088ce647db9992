package io.partita.ingest.midi;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.catalog.MatchScores;
import io.partita.lake.input.InputPath;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** The file of the option {@code --match-scores}. */
final class MatchScoreFile {
  private MatchScoreFile() {}

  /**
   * Reads all of it once, so that a broken file is said before Spark starts.
   *
   * @throws UserException when it holds no match scores
   */
  static void check(String path, Configuration conf) throws IOException {
    forEach(path, conf, match -> {});
  }

  /**
   * Hands over all scores, one at a time.
   *
   * @throws UserException as {@link #check} does
   */
  static void forEach(String path, Configuration conf, Consumer<MatchScores.Match> use)
      throws IOException {
    AtInput.run(path, () -> read(path, conf, use));
  }

  private static void read(String path, Configuration conf, Consumer<MatchScores.Match> use)
      throws IOException {
    try (MatchScores scores =
        new MatchScores(InputPath.file("--match-scores", path, conf).open(conf).openStream())) {
      for (Optional<MatchScores.Match> match = scores.next();
          match.isPresent();
          match = scores.next()) {
        use.accept(match.get());
      }
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "--match-scores " + path + " is not {track_id: {md5: score}}: " + e.detail() + ".",
          e);
    }
  }
}
