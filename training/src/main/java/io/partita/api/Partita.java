package io.partita.api;

import io.partita.MalformedInputException;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.train.TrainedModel;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a program starts: MIDI files and written music as scores, and models that make music. Needs
 * no Spark.
 */
public final class Partita {
  private Partita() {}

  /**
   * Reads a MIDI file or written music, as MusicXML; damage that can be repaired is counted in
   * {@link Score#warnings()}.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} or a {@link
   *     io.partita.notation.NotationFault} or one of the format, and a byte offset, if it is
   *     neither, or damaged beyond repair
   */
  public static Score read(Path file) throws IOException, MalformedInputException {
    return ScoreFile.read(file);
  }

  /** Names of the models that come with Partita, as {@code builtin:drums}. */
  public static List<String> builtinModels() {
    return BuiltinModel.NAMES.stream().map(name -> new BuiltinModel(name).option()).toList();
  }

  /**
   * Loads a trained model, with the settings of Hadoop on the class path.
   *
   * @param model one of {@link #builtinModels}, which are unpacked below the user's home on first
   *     use, or the folder of a model, local or {@code hdfs:}
   * @throws io.partita.UserException {@code NO_SUCH_MODEL}, {@code BAD_PATH} or {@code
   *     DAMAGED_MODEL}
   */
  public static Model model(String model) throws IOException {
    return model(model, new Configuration());
  }

  /** The same with settings of one's own, as those of a Spark session. */
  public static Model model(String model, Configuration conf) throws IOException {
    return new Model(TrainedModel.read(model, conf));
  }
}
