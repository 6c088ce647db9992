package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/** The operators of PyTorch by the names that code calls them by: which a network may call. */
final class TorchOperators {
  private static final Set<String> ALLOWED = new HashSet<>();
  private static final Set<String> REFUSED = new HashSet<>();

  /** Those that read or write files. */
  private static final Set<String> FILES =
      Set.of("save", "load", "from_file", "_load_for_jit", "_save", "_load");

  static {
    read();
  }

  private TorchOperators() {}

  private static void read() {
    try (InputStream in = TorchOperators.class.getResourceAsStream("torch-operators.txt");
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          (line.charAt(0) == '+' ? ALLOWED : REFUSED).add(line.substring(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isAllowed(String name) {
    return ALLOWED.contains(name);
  }

  /** Whether PyTorch has an operator of this name that no network needs. */
  static boolean isRefused(String name) {
    return REFUSED.contains(name);
  }

  static boolean touchesFiles(String name) {
    return FILES.contains(name);
  }

  static Set<String> allowed() {
    return Set.copyOf(ALLOWED);
  }

  static Set<String> refused() {
    return Set.copyOf(REFUSED);
  }
}
