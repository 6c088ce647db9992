package io.partita.kind.hosted.file;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A method of a TorchScript module.
 *
 * @param arguments without the module itself
 * @param returns the type of what it returns, as {@code Tensor} or {@code Tuple[Tensor, int]}
 */
public record HostedMethod(String name, List<Argument> arguments, String returns) {
  public HostedMethod {
    arguments = List.copyOf(arguments);
  }

  /**
   * One argument.
   *
   * @param type as {@code Tensor}, {@code float}, {@code Optional[int]}
   * @param otherwise its default as the code writes it, empty where it has none
   */
  public record Argument(String name, String type, String otherwise) {
    @Override
    public String toString() {
      return name + ": " + type + (otherwise.isEmpty() ? "" : " = " + otherwise);
    }
  }

  /** As {@code encode(x: Tensor, bandwidth: float = 12.) -> Tensor}. */
  public String signature() {
    return arguments.stream()
        .map(Argument::toString)
        .collect(Collectors.joining(", ", name + "(", ") -> " + returns));
  }
}
