package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.UserException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A model of a file, ready to be called. Used by one thread at a time; each computes on one thread
 * of its engine, so that results do not depend on a machine's cores.
 */
public interface ModelHost extends AutoCloseable {
  /**
   * Calls a method of the model. What the model keeps in buffers stays for the next call.
   *
   * @param method of TorchScript, or of a network that is written here
   * @param seed of the engine's generator for this call, where the model draws random numbers
   * @return what it returned, a tuple in its order
   * @throws MalformedInputException {@link CallFault#ENGINE_FAILED}, with the last line of the
   *     engine's error
   * @throws UserException where the model goes beyond its {@link HostLimits}
   */
  List<HostedArray> call(String method, List<HostedArray> inputs, OptionalLong seed)
      throws MalformedInputException;

  /**
   * Brings the model's buffers back to what its file says, as between one recording and another.
   */
  void reset();

  @Override
  void close();

  /**
   * Loads a model into the engine, in a process of its own: without rights to write and without a
   * network where the system has a {@link io.partita.process.Sandbox}, within {@link HostLimits}.
   * Weights alone need neither: {@link PublishedNetwork} computes with them here.
   *
   * @throws UserException where the engine is not on the class path, or where it does not take the
   *     file; also of a call, where the model goes beyond the limits; one line
   */
  static ModelHost open(HostedModel file) {
    return file.description().isWeightsAlone() ? PublishedModel.open(file) : ChildHost.open(file);
  }
}
