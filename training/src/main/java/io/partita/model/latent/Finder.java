package io.partita.model.latent;

import io.partita.model.job.KindJob;
import io.partita.model.train.TrainedModel;
import io.partita.output.MusicFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What {@code find similar} does with models of one kind. */
public interface Finder<M> extends KindJob<M> {
  /**
   * Reads the part of a file that others are to be compared with; nothing is computed yet.
   *
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  Search search(GivenFile file, TrainedModel<M> trained) throws IOException;

  /** A part of a file, to be looked for in a lake. */
  interface Search {
    /** What it is, for the JSON object. */
    Map<String, Object> query();

    /**
     * What a lake has that is most like it.
     *
     * @param most how many matches at most
     * @throws io.partita.UserException where the lake has no latents of the model
     */
    Matches nearest(LakeLatents latents, int most) throws IOException;
  }

  /** What was found, the nearest first. */
  interface Matches {
    /** A JSON object for each. */
    List<Map<String, Object>> fields();

    /**
     * A table for people.
     *
     * @param file that was given
     */
    List<String> lines(String file);

    /** Writes the sound of a match, the first of which is number 0, as files of a name. */
    void write(int number, String name, MusicFiles files) throws IOException;

    /** What was looked for and, below it, all matches, as PNG. */
    byte[] picture(String title) throws IOException;
  }
}
