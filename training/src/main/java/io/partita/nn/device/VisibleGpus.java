package io.partita.nn.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The GPUs that CUDA would find in a process.
 *
 * @param gpus in CUDA's order; may be empty
 * @param whyNone reason for there being none, as the middle of a sentence; empty where there are
 *     some
 */
record VisibleGpus(List<Gpu> gpus, String whyNone) {
  static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  static VisibleGpus none(String why) {
    return new VisibleGpus(List.of(), why);
  }

  /**
   * Applies {@code CUDA_VISIBLE_DEVICES} as CUDA does: a list of indices or beginnings of UUIDs,
   * which ends at the first entry that names no GPU.
   *
   * @param installed every GPU of the machine
   * @param visible the variable's value; null where it is not set, and all are visible
   */
  static VisibleGpus of(List<Gpu> installed, String visible) {
    if (installed.isEmpty()) {
      return none("nvidia-smi lists no GPU");
    }
    if (visible == null) {
      return new VisibleGpus(installed, "");
    }
    List<Gpu> gpus = new ArrayList<>();
    for (String entry : visible.split(",", -1)) {
      Optional<Gpu> gpu = find(installed, entry.strip().toLowerCase(Locale.ROOT));
      if (gpu.isEmpty() || gpus.contains(gpu.get())) {
        break;
      }
      gpus.add(gpu.get());
    }
    return gpus.isEmpty()
        ? none(VARIABLE + " is '" + visible + "', which leaves none of " + installed.size())
        : new VisibleGpus(gpus, "");
  }

  private static Optional<Gpu> find(List<Gpu> installed, String entry) {
    return installed.stream()
        .filter(
            gpu ->
                entry.startsWith("gpu-")
                    ? gpu.uuid().toLowerCase(Locale.ROOT).startsWith(entry)
                    : entry.equals(String.valueOf(gpu.index())))
        .findFirst();
  }
}
