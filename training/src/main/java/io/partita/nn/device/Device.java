package io.partita.nn.device;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --device} asks for.
 *
 * @param gpu number among the GPUs that the process sees; {@link #ANY} leaves it to the machine
 */
public record Device(Kind kind, int gpu) {
  /** Whether it may be a GPU. */
  public enum Kind {
    /** The processor. */
    CPU,

    /** An NVIDIA GPU, or a refusal: never the processor instead. */
    CUDA,

    /** A GPU where there is one and it serves the network, else the processor. */
    AUTO
  }

  /** No GPU in particular. */
  public static final int ANY = -1;

  private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

  /**
   * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:1}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Device of(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    Matcher chosen = CUDA.matcher(word);
    return chosen.matches()
        ? new Device(Kind.CUDA, Integer.parseInt(chosen.group(1)))
        : new Device(Kind.valueOf(word.toUpperCase(Locale.ROOT)), ANY);
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + (gpu == ANY ? "" : ":" + gpu);
  }
}
