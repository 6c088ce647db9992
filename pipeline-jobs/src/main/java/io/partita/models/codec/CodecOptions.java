package io.partita.models.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.hosted.codec.SoundCodec;
import io.partita.lake.run.KeptInputs;
import io.partita.models.hosted.HostedFiles;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Files of a neural codec beside its model, and which names of models are those of codecs. */
public final class CodecOptions {
  private static final List<CodecFiles> CODECS = List.of(new EncodecFiles(), new LyraFiles());

  @Option(
      names = "--decoder",
      paramLabel = "FILE.onnx",
      description = "Decoder of a neural codec whose --model is its encoder.")
  String decoder;

  @Option(
      names = "--codebooks",
      paramLabel = "FILE.npy",
      description = "Codebooks of such a codec, an array [stages, entries, numbers].")
  String codebooks;

  /** Whether a model is the file of a neural codec. */
  public boolean takes(String model) {
    return CODECS.stream().anyMatch(codec -> codec.takes(model));
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
   * Loads the codec.
   *
   * @throws UserException where it is none, or its engine is not there
   */
  SoundCodec open(String model) throws IOException {
    CodecFiles files =
        CODECS.stream().filter(codec -> codec.takes(model)).findFirst().orElseThrow();
    try {
      return files.open(model, this);
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--model " + model, e);
    }
  }

  /** What must not be written over. */
  KeptInputs kept(String in, String model) {
    return KeptInputs.of(in, model, decoder, codebooks);
  }
}
