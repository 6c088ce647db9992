package io.partita.kind.hosted;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** PyTorch, by way of DJL, which runs TorchScript files: a jar of its own beside Partita's. */
public final class HostEngine {
  /** As commands spell it. */
  public static final String LABEL = "pytorch";

  /** As people call it. */
  public static final String TITLE = "PyTorch";

  /** The files that it runs. */
  public static final String RUNS = "TorchScript (.ts)";

  /** What is fetched: group, name and version. */
  public static final String ARTIFACT = "ai.djl.pytorch:pytorch-engine:0.36.0";

  /** The native library that {@link #ARTIFACT} needs, which is most of what is fetched. */
  public static final String LIBRARY = "ai.djl.pytorch:pytorch-native-cpu:2.7.1";

  /** What is to be fetched, in millions of bytes. */
  public static final int MEGABYTES = 118;

  /** The Maven module that packs it. */
  public static final String MODULE = "host-pytorch";

  private HostEngine() {}

  /** The engine's jar, where it is on the class path. */
  public static Optional<HostProvider> provider() {
    return ServiceLoader.load(HostProvider.class, HostProvider.class.getClassLoader()).findFirst();
  }

  /**
   * The engine's jar.
   *
   * @param file that is to be run, for the message
   * @throws UserException where it is not there; it says how to add it
   */
  public static HostProvider require(String file) {
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
                        TITLE,
                        LABEL,
                        LIBRARY,
                        MEGABYTES)));
  }
}
