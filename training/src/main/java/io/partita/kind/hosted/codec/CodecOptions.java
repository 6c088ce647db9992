package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.Spark;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Files of a neural codec beside its model, and which names of models are those of codecs. */
public final class CodecOptions {
  @Option(
      names = "--decoder",
      paramLabel = "FILE.onnx",
      description = "Decoder of a neural codec whose --model is its encoder.")
  private String decoder;

  @Option(
      names = "--codebooks",
      paramLabel = "FILE.npy",
      description = "Codebooks of a neural codec's encoder: array [stages, entries, numbers].")
  private String codebooks;

  /** Whether a model's name is that of a neural codec's file. */
  public boolean takes(String model) {
    return isLyra(model) || endsWith(model, ".ts") || endsWith(model, ".pt");
  }

  /** Lyra's are an encoder and a decoder of ONNX, and codebooks as an array. */
  private static boolean isLyra(String model) {
    return endsWith(model, ".onnx");
  }

  private static boolean endsWith(String model, String ending) {
    return model.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /**
   * Fails where files of a codec are given beside a quantiser.
   *
   * @param others further options of codecs that are given, by their names
   */
  public void requireNone(String model, String... others) {
    if (decoder != null || codebooks != null || others.length > 0) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          model
              + " is no neural codec, a file .ts or .onnx: only those have "
              + (others.length > 0 ? others[0] : decoder != null ? "--decoder" : "--codebooks")
              + ".");
    }
  }

  /**
   * Loads the codec: one file of TorchScript, which holds its codebooks, too, or Lyra's three.
   *
   * @throws UserException where files are missing, too many or no such codec, or its engine is not
   *     there
   */
  SoundCodec open(String model) throws IOException {
    if (!isLyra(model)) {
      if (decoder != null || codebooks != null) {
        throw new UserException(
            Mistake.OPTIONS_EXCLUDE,
            model + " holds all of its codec: --decoder and --codebooks are for models of .onnx.");
      }
      HostedModel file = HostedFiles.model(model);
      try {
        return EncodecCodec.open(file);
      } catch (MalformedInputException e) {
        throw HostedFiles.refused("--model " + model, e);
      }
    }
    if (decoder == null || codebooks == null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          model + " is an encoder alone: give --decoder and --codebooks, too.");
    }
    HostedModel encoder = HostedFiles.model(model);
    HostedModel second = HostedFiles.model(decoder);
    CodeBooks books = books();
    String name = codebooks.substring(codebooks.lastIndexOf('/') + 1);
    return LyraCodec.open(encoder, second, books, new CodecFile(name, books.sha256()));
  }

  private CodeBooks books() throws IOException {
    try {
      return CodeBooks.of(Npy.read(InputPath.bytes(codebooks, Spark.hadoopConfiguration())));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--codebooks " + codebooks, e);
    }
  }

  /** What must not be written over. */
  KeptInputs kept(String in, String model) {
    return KeptInputs.of(in, model, decoder, codebooks);
  }
}
