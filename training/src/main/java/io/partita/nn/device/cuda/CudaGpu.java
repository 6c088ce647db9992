package io.partita.nn.device.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An NVIDIA GPU as its driver describes it.
 *
 * @param index its number among those that this process sees, from 0
 * @param capability its compute capability, as {@code 9.0}
 */
public record CudaGpu(int index, String name, String capability, long bytes) {
  private static final int MAJOR = 75;
  private static final int MINOR = 76;
  private static final int NAME_BYTES = 256;

  /**
   * The GPUs that this process sees.
   *
   * @param cuda version that the driver serves, as {@code 12.8}; empty without a driver
   * @param whyNone reason for there being none, as the middle of a sentence; empty where there are
   *     some
   */
  public record Found(List<CudaGpu> gpus, String cuda, String whyNone) {}

  /** Looks for GPUs; takes no memory on them. */
  public static Found look() {
    Optional<String> missing = Driver.load();
    if (missing.isPresent()) {
      return new Found(List.of(), "", missing.get());
    }
    try (Memory memory = new Memory(NAME_BYTES)) {
      long out = Pointer.nativeValue(memory);
      int error = Driver.cuInit(0);
      if (error == 0) {
        error = Driver.cuDeviceGetCount(out);
      }
      int count = error == 0 ? memory.getInt(0) : 0;
      Driver.check(Driver.cuDriverGetVersion(out), "asking for the driver's version");
      int version = memory.getInt(0);
      List<CudaGpu> gpus = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        gpus.add(of(index, memory, out));
      }
      String why = error == 0 ? "the driver lists no GPU" : "the driver says " + Driver.name(error);
      return new Found(gpus, version / 1000 + "." + version % 1000 / 10, gpus.isEmpty() ? why : "");
    }
  }

  private static CudaGpu of(int index, Memory memory, long out) {
    String doing = "looking at GPU " + index;
    Driver.check(Driver.cuDeviceGet(out, index), doing);
    int device = memory.getInt(0);
    Driver.check(Driver.cuDeviceGetName(out, NAME_BYTES, device), doing);
    String name = memory.getString(0);
    Driver.check(Driver.cuDeviceGetAttribute(out, MAJOR, device), doing);
    int major = memory.getInt(0);
    Driver.check(Driver.cuDeviceGetAttribute(out, MINOR, device), doing);
    int minor = memory.getInt(0);
    Driver.check(Driver.cuDeviceTotalMem_v2(out, device), doing);
    return new CudaGpu(index, name, major + "." + minor, memory.getLong(0));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "GPU %d (%s, compute capability %s, %,d MiB)",
        index,
        name,
        capability,
        bytes >> 20);
  }
}
