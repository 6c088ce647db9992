package io.partita.models.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.hosted.HostedModel;
import io.partita.hosted.codec.CodecFile;
import io.partita.hosted.codec.LyraCodec;
import io.partita.hosted.codec.SoundCodec;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.models.hosted.HostedFiles;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.util.Locale;

/** A codec as Lyra's: encoder and decoder of ONNX, and codebooks as an array. */
final class LyraFiles implements CodecFiles {
  @Override
  public boolean takes(String model) {
    return model.toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  @Override
  public SoundCodec open(String model, CodecOptions options) throws IOException {
    if (options.decoder == null || options.codebooks == null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          model + " is an encoder alone: give --decoder and --codebooks, too.");
    }
    HostedModel encoder = HostedFiles.model(model);
    HostedModel decoder = HostedFiles.model(options.decoder);
    CodeBooks books = books(options.codebooks);
    String file = options.codebooks;
    String name = file.substring(file.lastIndexOf('/') + 1);
    return LyraCodec.open(encoder, decoder, books, new CodecFile(name, books.sha256()));
  }

  private static CodeBooks books(String file) throws IOException {
    try {
      return CodeBooks.of(Npy.read(InputPath.bytes(file, Spark.hadoopConfiguration())));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--codebooks " + file, e);
    }
  }
}
