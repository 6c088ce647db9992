package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** Files of hosted models, as commands are given them. */
public final class HostedFiles {
  /** Endings of models' files. */
  public static final List<String> ENDINGS =
      List.of(".ts", ".pt", ".pth", ".ckpt", ".torchscript", ".safetensors");

  private HostedFiles() {}

  /**
   * Whether a model that a user names was trained elsewhere: a file, there or not, or a folder as
   * Hugging Face lays them out. What is trained here is a folder with a card.
   */
  public static boolean areNamed(String model) throws IOException {
    if (BuiltinModel.isNamed(model)) {
      return false;
    }
    String name = model.toLowerCase(Locale.ROOT);
    return InputPath.exact("--model", file(model), Spark.hadoopConfiguration())
        .map(path -> !path.isFolder())
        .orElse(ENDINGS.stream().anyMatch(name::endsWith));
  }

  /**
   * The model of a file, or of a folder as Hugging Face lays them out, local, hdfs: or s3a:.
   *
   * @throws UserException where it is none, or one that is not run; it names the fault
   */
  public static HostedModel model(String file) throws IOException {
    requireRead(file);
    try {
      return HostedModel.read(InputPath.file(file(file), Spark.hadoopConfiguration()));
    } catch (MalformedInputException e) {
      throw refused("--model " + file, e);
    }
  }

  /**
   * A model that can be run here; nothing of it is run.
   *
   * @throws UserException where it is not there, is not to be run, or its engine is not here; one
   *     line says what to do
   */
  public static HostedModel runnable(String file) throws IOException {
    HostedModel model = model(file);
    HostEngine.require(file);
    return model;
  }

  /**
   * Fails on ONNX, which people have beside TorchScript, by the name of the file.
   *
   * @throws UserException that names the formats that are read
   */
  public static void requireRead(String file) {
    if (file.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          file
              + ": ONNX is not read. Models are read as TorchScript (.ts, .pt, .torchscript)"
              + " or as weights (.safetensors, .pt, .pth, .ckpt).");
    }
  }

  /**
   * The weights of a folder that has them beside their {@code config.json}, and no card of a model
   * that was trained here; any other path as it is.
   */
  public static String file(String model) throws IOException {
    String weights = model + "/model.safetensors";
    boolean isLaidOut =
        InputPath.exact("--model", model, Spark.hadoopConfiguration())
                .filter(InputPath::isFolder)
                .isPresent()
            && has(weights)
            && has(model + "/config.json")
            && !has(model + "/model.json");
    return isLaidOut ? weights : model;
  }

  private static boolean has(String file) throws IOException {
    return InputPath.exact("--model", file, Spark.hadoopConfiguration()).isPresent();
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
        file + " cannot be used (" + e.fault().label() + "): " + e.detail() + ".",
        e);
  }
}
