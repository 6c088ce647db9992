package io.partita.kind.hosted.track;

import java.io.IOException;
import java.io.Serializable;

/**
 * A hosted model as it is sent to workers.
 *
 * @param <T> what it makes of an audio file
 */
public interface TrackModel<T> extends Serializable {
  /**
   * Loads it on a worker.
   *
   * @throws IOException where its files came there damaged
   */
  TrackEncoder<T> open() throws IOException;
}
