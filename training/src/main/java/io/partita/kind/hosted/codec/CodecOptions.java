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
import java.util.stream.Stream;
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
    String name = model.toLowerCase(Locale.ROOT);
    return Stream.of(".onnx", ".ts", ".pt", ".safetensors").anyMatch(name::endsWith);
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
              + " is no neural codec, a file .ts, .onnx or .safetensors: only those have "
              + (others.length > 0 ? others[0] : decoder != null ? "--decoder" : "--codebooks")
              + ".");
    }
  }

  /**
   * Loads the codec.
   *
   * @throws UserException where files are missing, too many or no such codec, or its engine is not
   *     there
   */
  SoundCodec open(String model) throws IOException {
    HostedModel file = HostedFiles.model(model);
    try {
      return CodecForm.of(file.description()).open(file, this);
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--model " + model, e);
    }
  }

  /** Fails where there are files beside a model that holds all of its codec. */
  void requireNone(String why) {
    if (decoder != null || codebooks != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, why);
    }
  }

  /** The decoder of an encoder. */
  HostedModel decoderOf(HostedModel encoder) throws IOException {
    if (decoder == null || codebooks == null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          encoder.name() + " is an encoder alone: give --decoder and --codebooks, too.");
    }
    return HostedFiles.model(decoder);
  }

  /** The codebooks' file, for what is said of the codec. */
  CodecFile booksFile(CodeBooks books) {
    return new CodecFile(codebooks.substring(codebooks.lastIndexOf('/') + 1), books.sha256());
  }

  /** The codebooks that are given. */
  CodeBooks books() throws IOException {
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
