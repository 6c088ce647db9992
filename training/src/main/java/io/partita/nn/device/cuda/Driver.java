package io.partita.nn.device.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The functions of NVIDIA's driver that are used, under their own names (CUDA Driver API, "Modules"
 * to "Execution Control"). Addresses are longs; each function returns 0 or an error, for {@link
 * #check}.
 */
final class Driver {
  /** On the loader's path, in containers, in Windows' Linux. */
  private static final List<String> PLACES =
      List.of(
          "libcuda.so.1", "/usr/local/nvidia/lib64/libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1");

  private static boolean isLoaded;

  private Driver() {}

  static native int cuInit(int flags);

  static native int cuDriverGetVersion(long version);

  static native int cuDeviceGetCount(long count);

  static native int cuDeviceGet(long device, int ordinal);

  static native int cuDeviceGetName(long name, int room, int device);

  static native int cuDeviceGetAttribute(long value, int attribute, int device);

  static native int cuDeviceTotalMem_v2(long bytes, int device);

  static native int cuDevicePrimaryCtxRetain(long context, int device);

  static native int cuCtxSetCurrent(long context);

  static native int cuModuleLoadData(long module, String image);

  static native int cuModuleGetFunction(long function, long module, String name);

  static native int cuMemAlloc_v2(long at, long bytes);

  static native int cuMemFree_v2(long at);

  static native int cuMemHostAlloc(long at, long bytes, int flags);

  static native int cuMemcpyHtoD_v2(long to, long from, long bytes);

  static native int cuMemcpyDtoH_v2(long to, long from, long bytes);

  static native int cuGetErrorName(int error, long name);

  static native int cuLaunchKernel(
      long function,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      long stream,
      long arguments,
      long extra);

  /** Finds the driver's library; empty where it is loaded, else why it cannot be. */
  static synchronized Optional<String> load() {
    if (isLoaded) {
      return Optional.empty();
    }
    String why = "";
    for (String place : PLACES) {
      try {
        use(NativeLibrary.getInstance(place));
        return Optional.empty();
      } catch (LinkageError e) { // no driver, or JNA's own library cannot be loaded here
        why = why.isEmpty() ? firstLine(e.getMessage()) : why;
      }
    }
    return Optional.of("NVIDIA's driver is not here (" + why + ")");
  }

  /** Takes the functions from a library from now on. */
  static synchronized void use(NativeLibrary library) {
    unload();
    Native.register(Driver.class, library);
    isLoaded = true;
  }

  /** Looks for a library again when one is needed. */
  static synchronized void unload() {
    if (isLoaded) {
      Native.unregister(Driver.class);
    }
    isLoaded = false;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").replaceFirst(":\\s*$", "");
  }

  /** The driver's name of an error, as {@code CUDA_ERROR_NO_DEVICE}. */
  static String name(int error) {
    try (Memory name = new Memory(Native.POINTER_SIZE)) {
      return cuGetErrorName(error, Pointer.nativeValue(name)) == 0
          ? name.getPointer(0).getString(0)
          : "CUDA error " + error;
    }
  }

  /**
   * Fails for an error.
   *
   * @param doing what, for the message
   * @throws UserException where no other try would help: no GPU, or a driver that is too old
   * @throws UncheckedIOException where the machine is short of memory, or the GPU was lost
   * @throws IllegalStateException where we called it wrongly, or a kernel is wrong
   */
  static void check(int error, String doing) {
    if (error != 0) {
      throw failure(name(error), doing);
    }
  }

  private static RuntimeException failure(String name, String doing) {
    String said = name + " while " + doing;
    return switch (name) {
      case "CUDA_ERROR_NO_DEVICE", "CUDA_ERROR_INVALID_DEVICE" ->
          refusal(said + ": there is no such GPU, or CUDA_VISIBLE_DEVICES hides it.");
      case "CUDA_ERROR_INVALID_PTX",
          "CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
          "CUDA_ERROR_NO_BINARY_FOR_GPU",
          "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH" ->
          refusal(
              said
                  + ": GPUs from Turing on (compute capability 7.5) with a driver of 418.39 or"
                  + " later are needed. Install a newer driver.");
      case "CUDA_ERROR_OUT_OF_MEMORY" ->
          lost(
              said
                  + ": the GPU's memory is full. Use a smaller --batch, or a GPU with nothing else"
                  + " on it.");
      case "CUDA_ERROR_INVALID_VALUE",
          "CUDA_ERROR_INVALID_CONTEXT",
          "CUDA_ERROR_INVALID_HANDLE",
          "CUDA_ERROR_NOT_FOUND",
          "CUDA_ERROR_ILLEGAL_ADDRESS",
          "CUDA_ERROR_LAUNCH_FAILED",
          "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES" ->
          new IllegalStateException(said);
      default ->
          lost(
              said
                  + ": the GPU or its driver failed. Go on with --resume, on another GPU if it"
                  + " happens again.");
    };
  }

  static UserException refusal(String said) {
    return new UserException(Mistake.NO_DEVICE, said + Cuda.WAY_ON);
  }

  private static UncheckedIOException lost(String said) {
    return new UncheckedIOException(new IOException(said + Cuda.WAY_ON));
  }
}
