package io.partita.models.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.hosted.codec.EncodecCodec;
import io.partita.hosted.codec.SoundCodec;
import io.partita.models.hosted.HostedFiles;
import java.io.IOException;
import java.util.Locale;

/** A codec as EnCodec's: one file of TorchScript, which holds its codebooks, too. */
final class EncodecFiles implements CodecFiles {
  @Override
  public boolean takes(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    return name.endsWith(".ts") || name.endsWith(".pt");
  }

  @Override
  public SoundCodec open(String model, CodecOptions options)
      throws IOException, MalformedInputException {
    if (options.decoder != null || options.codebooks != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          model + " holds all of its codec: --decoder and --codebooks are for models of .onnx.");
    }
    return EncodecCodec.open(HostedFiles.model(model));
  }
}
