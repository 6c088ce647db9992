package io.partita.models.codec;

import io.partita.MalformedInputException;
import io.partita.hosted.codec.SoundCodec;
import java.io.IOException;

/** A sort of codec, by the files that it is made of. */
interface CodecFiles {
  /** Whether a model's name is that of such a codec. */
  boolean takes(String model);

  /**
   * Loads it.
   *
   * @throws io.partita.UserException where files are missing, too many or no such codec
   * @throws MalformedInputException where the model's own file is damaged
   */
  SoundCodec open(String model, CodecOptions options) throws IOException, MalformedInputException;
}
