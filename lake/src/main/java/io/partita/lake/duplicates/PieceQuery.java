package io.partita.lake.duplicates;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import io.partita.similarity.MusicFeatures;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FilenameUtils;

/**
 * A MIDI file that a lake is searched for.
 *
 * @param path as the user gave it, local, hdfs: or s3a:
 * @param md5 of its bytes, lower-case hex, as the lake's tables have it
 */
public record PieceQuery(String path, String md5, Score score, MusicFeatures features) {
  /**
   * Reads it.
   *
   * @throws UserException where it is missing, is no MIDI file, or has no notes
   */
  public static PieceQuery read(String path) throws IOException {
    byte[] bytes = InputPath.bytes(path, Spark.hadoopConfiguration());
    Score score;
    try {
      score = ScoreFile.read(bytes);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, path + " cannot be read: " + e.detail() + ".", e);
    }
    if (score.notes().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA, path + " has no notes: there is nothing to look for.");
    }
    String md5 = DigestUtils.md5Hex(bytes);
    return new PieceQuery(path, md5, score, MusicFeatures.of(score));
  }

  /** Its name without folders and ending: pictures begin so. */
  public String baseName() {
    return FilenameUtils.getBaseName(path);
  }

  /** Whether there is nothing but drums in it. */
  boolean isDrums() {
    return IntStream.range(0, score.notes().size()).allMatch(score.notes()::isDrum);
  }

  /** Its name without folders. */
  public String name() {
    return FilenameUtils.getName(path);
  }
}
