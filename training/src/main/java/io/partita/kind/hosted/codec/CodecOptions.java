package io.partita.kind.hosted.codec;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.Spark;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Files of a neural codec beside its model, and which models are codecs. */
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

  /** Whether a model is the file of a neural codec, neither a folder nor codebooks alone. */
  public boolean takes(String model) throws IOException {
    return !model.endsWith(".npy") && HostedFiles.areNamed(model);
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
    return files(model).open();
  }

  /**
   * The codec's files.
   *
   * @throws UserException where files are missing or too many
   */
  CodecFiles files(String model) throws IOException {
    HostedModel file = HostedFiles.model(model);
    return CodecForm.of(file.description()).files(file, this);
  }

  /** Fails where there are files beside a model that holds all of its codec. */
  void requireNone(String why) {
    if (decoder != null || codebooks != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, why);
    }
  }

  /** The files of a codec whose model is an encoder. */
  CodecFiles filesOf(HostedModel model) throws IOException {
    if (decoder == null || codebooks == null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          model.name() + " is an encoder alone: give --decoder and --codebooks, too.");
    }
    return new CodecFiles(
        model,
        HostedFiles.model(decoder),
        codebooks,
        InputPath.bytes(codebooks, Spark.hadoopConfiguration()));
  }

  /** What must not be written over. */
  public KeptInputs kept(String in, String model) {
    return KeptInputs.of(in, model, decoder, codebooks);
  }
}
