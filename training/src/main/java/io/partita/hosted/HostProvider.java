package io.partita.hosted;

/**
 * An engine that runs models. Its jar names the implementation in {@code
 * META-INF/services/io.partita.hosted.HostProvider}.
 */
public interface HostProvider {
  /** Which one it is. */
  HostEngine engine();

  /** The version of the engine that is there. */
  String version();

  /**
   * Loads a model. Nothing is fetched from a network.
   *
   * @throws io.partita.UserException where the engine does not take it; one line
   */
  ModelHost open(HostedModel file);
}
