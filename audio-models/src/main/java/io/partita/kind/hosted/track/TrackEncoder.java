package io.partita.kind.hosted.track;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioPass;
import io.partita.model.audio.AudioRecordings;
import java.io.IOException;

/**
 * A hosted model on a worker, which makes something of each audio file of a data set. Not for use
 * by several threads.
 *
 * @param <T> what it makes
 */
public interface TrackEncoder<T> extends AutoCloseable {
  /**
   * A file's samples as the model hears them.
   *
   * @return [channels][samples]
   * @throws MalformedInputException where the file cannot be decoded, or has another rate or number
   *     of channels than the model can hear
   */
  float[][] heard(AudioPass pass) throws IOException, MalformedInputException;

  /**
   * What the model makes of a file, which does not depend on the files before it.
   *
   * @throws MalformedInputException a {@link io.partita.kind.hosted.CallFault}
   */
  T encode(AudioRecordings.Track track, float[][] channels) throws MalformedInputException;

  @Override
  void close();
}
