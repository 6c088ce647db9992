package io.partita.kind.hosted;

/**
 * The engine that runs models. Its jar names the implementation in {@code
 * META-INF/services/io.partita.kind.hosted.HostProvider}.
 */
public interface HostProvider {
  /** The version of the engine that is there. */
  String version();

  /** Unpacks the native libraries where that was not done. No model is looked at. */
  HostLibraries libraries();

  /**
   * Loads a model into this process, which is one of its own: {@link ModelHost#open} starts it.
   * Nothing is fetched from a network.
   *
   * @param name of its file, for messages
   * @param bytes of {@link io.partita.kind.hosted.file.ModelFile#runnable}
   * @throws io.partita.UserException where the engine does not take it; one line
   */
  ModelHost open(String name, byte[] bytes);
}
