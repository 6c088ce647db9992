package io.partita.kind.hosted;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The engines that there are, each of which is a jar of its own beside Partita's. */
public enum HostEngine {
  /** TorchScript files, by way of DJL. */
  PYTORCH(
      "pytorch",
      "PyTorch",
      "TorchScript (.ts)",
      "ai.djl.pytorch:pytorch-engine:0.27.0",
      "ai.djl.pytorch:pytorch-native-cpu:2.1.1",
      125),
  /** ONNX files. */
  ONNX(
      "onnx",
      "ONNX Runtime",
      "ONNX (.onnx)",
      "com.microsoft.onnxruntime:onnxruntime:1.17.3",
      "com.microsoft.onnxruntime:onnxruntime:1.17.3",
      88);

  private final String label;
  private final String title;
  private final String runs;
  private final String artifact;
  private final String library;
  private final int megabytes;

  HostEngine(
      String label, String title, String runs, String artifact, String library, int megabytes) {
    this.label = label;
    this.title = title;
    this.runs = runs;
    this.artifact = artifact;
    this.library = library;
    this.megabytes = megabytes;
  }

  /** As commands spell it. */
  public String label() {
    return label;
  }

  /** As people call it. */
  public String title() {
    return title;
  }

  /** The files that it runs. */
  public String runs() {
    return runs;
  }

  /** What is fetched: group, name and version. */
  public String artifact() {
    return artifact;
  }

  /** The native library that {@link #artifact} needs, which is most of what is fetched. */
  public String library() {
    return library;
  }

  /** What is to be fetched, in millions of bytes. */
  public int megabytes() {
    return megabytes;
  }

  /** The Maven module that packs it. */
  public String module() {
    return "host-" + label;
  }

  /** The engine of a label. */
  public static Optional<HostEngine> labelled(String label) {
    for (HostEngine engine : values()) {
      if (engine.label.equals(label)) {
        return Optional.of(engine);
      }
    }
    return Optional.empty();
  }

  /** The engine's jar, where it is on the class path. */
  public Optional<HostProvider> provider() {
    for (HostProvider provider :
        ServiceLoader.load(HostProvider.class, HostProvider.class.getClassLoader())) {
      if (provider.engine() == this) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  /**
   * The engine's jar.
   *
   * @param file that is to be run, for the message
   * @throws UserException where it is not there; it says how to add it
   */
  public HostProvider require(String file) {
    return provider()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.MISSING_TOOL,
                    String.format(
                        Locale.ROOT,
                        "%s needs %s, which is not here: './partita engines add %s' adds it (%s,"
                            + " %,d MB to fetch).",
                        file,
                        title,
                        label,
                        library,
                        megabytes)));
  }
}
