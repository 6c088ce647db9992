package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.latent.Latents;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** What commands with hosted models are given: a model, latents. */
public final class HostedFiles {
  /** Endings of models' files. */
  public static final List<String> ENDINGS =
      List.of(".ts", ".onnx", ".pt", ".pth", ".ckpt", ".torchscript");

  private HostedFiles() {}

  /**
   * Whether a model that a user names is a file, there or not, and so was trained elsewhere: what
   * is trained here is a folder.
   */
  public static boolean areNamed(String model) throws IOException {
    if (BuiltinModel.isNamed(model)) {
      return false;
    }
    String name = model.toLowerCase(Locale.ROOT);
    return InputPath.exact("--model", model, Spark.hadoopConfiguration())
        .map(path -> !path.isFolder())
        .orElse(ENDINGS.stream().anyMatch(name::endsWith));
  }

  /**
   * The model of a file, local or hdfs:.
   *
   * @throws UserException where it is none, or one that is not run; it names the fault
   */
  public static HostedModel model(String file) throws IOException {
    try {
      return HostedModel.read(InputPath.file(file, Spark.hadoopConfiguration()));
    } catch (MalformedInputException e) {
      throw refused("--model " + file, e);
    }
  }

  /**
   * The latents of a file that model-encode wrote, with the model that is to hear them.
   *
   * @throws UserException where it is none, or of another model
   */
  public static Latents latents(String file, HostedModel model) throws IOException {
    Latents latents;
    try {
      latents = Latents.read(InputPath.bytes(file, Spark.hadoopConfiguration()));
    } catch (MalformedInputException e) {
      throw refused(file, e);
    }
    String made = latents.origin().modelSha256();
    if (!made.equals(model.sha256())) {
      throw new UserException(
          Mistake.MISMATCH,
          String.format(
              Locale.ROOT,
              "%s was made by %s, SHA-256 %s…; --model %s is another, SHA-256 %s….",
              file,
              latents.origin().model(),
              made.substring(0, 12),
              model.name(),
              model.sha256().substring(0, 12)));
    }
    return latents;
  }

  /**
   * Fails where a file is missing, for commands that have a model to load until then.
   *
   * @throws UserException where it is not there, or is a folder
   */
  public static void require(String file) throws IOException {
    InputPath.file(file, Spark.hadoopConfiguration());
  }

  /** Whether a file is a zip, as an npz is. */
  public static boolean isZip(String file) throws IOException {
    try (InputStream in = InputPath.file(file, Spark.hadoopConfiguration()).openStream()) {
      byte[] start = in.readNBytes(4);
      return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3;
    }
  }

  /** The end of a command at a fault of a file. */
  public static UserException refused(String file, MalformedInputException e) {
    return new UserException(
        Mistake.MALFORMED_FILE,
        file
            + " cannot be used ("
            + e.fault().name().toLowerCase(Locale.ROOT)
            + "): "
            + e.detail()
            + ".",
        e);
  }
}
