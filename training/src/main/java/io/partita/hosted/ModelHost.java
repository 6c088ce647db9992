package io.partita.hosted;

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
   * @param method of TorchScript; a graph of ONNX has {@code forward} alone, whose arrays are its
   *     inputs in their order
   * @param seed of the engine's generator for this call, where the model draws by itself; calls
   *     with a seed wait for one another within a process
   * @return what it returned, a tuple in its order
   * @throws MalformedInputException {@link CallFault#ENGINE_FAILED}, with the last line of the
   *     engine's error
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
   * Loads a model into the engine that runs its format.
   *
   * @throws UserException where no such engine is on the class path, or where it does not take the
   *     file; one line
   */
  static ModelHost open(HostedModel file) {
    return file.engine().require(file.name()).open(file);
  }
}
