package io.partita.nn.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks NVIDIA's driver, through the program that comes with it, which GPUs there are. */
public final class NvidiaSmi {
  static final String PROGRAM = "nvidia-smi";

  /** A healthy driver answers within a second or two, a broken one perhaps never. */
  private static final int PATIENCE_S = 30;

  private static final int MOST_BYTES = 1 << 16;

  private NvidiaSmi() {}

  /** What CUDA would find in this process, or why nothing. */
  public static VisibleGpus query() {
    return query(PROGRAM, System.getenv(VisibleGpus.VARIABLE));
  }

  static VisibleGpus query(String program, String visible) {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  program, "--query-gpu=index,uuid,name,compute_cap", "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return VisibleGpus.none(
          program + " was not found, so there is no NVIDIA driver (" + e.getMessage() + ")");
    }
    try {
      process.getOutputStream().close();
      // The answer fits into the pipe, so waiting before reading is safe.
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        return VisibleGpus.none(program + " did not answer within " + PATIENCE_S + " s");
      }
      String answer = text(process.getInputStream());
      return process.exitValue() == 0
          ? VisibleGpus.of(parse(answer), visible)
          : VisibleGpus.none(
              program + " failed with " + process.exitValue() + ": " + firstLine(answer));
    } catch (IOException e) {
      return VisibleGpus.none(program + " could not be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking for GPUs", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Reads {@code 0, GPU-8a56a4bc-…, NVIDIA A100-SXM4-40GB, 8.0}, a line for each GPU; lines of
   * another form, such as warnings, are passed over.
   */
  static List<Gpu> parse(String answer) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      String[] fields = line.split(",", -1);
      if (fields.length == 4 && fields[0].strip().matches("\\d{1,4}")) {
        gpus.add(
            new Gpu(
                Integer.parseInt(fields[0].strip()),
                fields[1].strip(),
                fields[2].strip(),
                ComputeCapability.parse(fields[3].strip())));
      }
    }
    return gpus;
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
  }

  private static String firstLine(String answer) {
    return answer.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
