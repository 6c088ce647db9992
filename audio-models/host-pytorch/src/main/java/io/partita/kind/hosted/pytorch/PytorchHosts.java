package io.partita.kind.hosted.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.EngineError;
import io.partita.kind.hosted.HostLibraries;
import io.partita.kind.hosted.HostProvider;
import io.partita.kind.hosted.ModelHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** PyTorch as DJL starts it: from the libraries in its jar, on one thread, without a network. */
public final class PytorchHosts implements HostProvider {
  /** What Linux knows of the caches; missing where the machine hides them. */
  static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  @Override
  public String version() {
    return Started.ENGINE.getVersion();
  }

  @Override
  public HostLibraries libraries() {
    if (Started.ENGINE.getVersion().isEmpty()) {
      throw new IllegalStateException("An engine without a version");
    }
    Path folder = Path.of(LibUtils.getLibtorchPath()).toAbsolutePath();
    Path cache = folder.getParent().getParent();
    Path jna = folderOfJna(cache);
    return new HostLibraries(
        List.of(folder, jna),
        Map.of("DJL_CACHE_DIR", cache.toString(), "jna.boot.library.path", jna.toString()));
  }

  /** JNA's library: the process of a model writes no file and cannot unpack it. */
  private static Path folderOfJna(Path cache) {
    Path folder = cache.resolve("jna-" + Native.VERSION);
    String name = System.mapLibraryName("jnidispatch");
    Path library = folder.resolve(name);
    if (Files.exists(library)) {
      return folder;
    }
    try (InputStream in = Native.class.getResourceAsStream(Platform.RESOURCE_PREFIX + "/" + name)) {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, name, ".part");
      Files.write(part, in.readAllBytes());
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ModelHost open(String name, byte[] bytes) {
    try {
      return new PytorchHost(Started.ENGINE, bytes);
    } catch (RuntimeException | LinkageError e) {
      throw new UserException(
          Mistake.MODEL_FAILED, name + " cannot be loaded by PyTorch: " + EngineError.line(e), e);
    }
  }

  /**
   * Whether oneDNN computes convolutions, which it does up to fifteen times as fast. It asks the
   * processor for the sizes of its caches, and where a virtual machine hides them, its reorders
   * leave rests of memory in channels that fill a block up: sound becomes noise or NaN.
   */
  static void useOneDnn(boolean isUsed) {
    NativeLibrary pytorch =
        NativeLibrary.getInstance(
            Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu")).toString());
    Pointer context = pytorch.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
    pytorch
        .getFunction("_ZN2at7Context20setUserEnabledMkldnnEb")
        .invokeVoid(new Object[] {context, isUsed ? 1 : 0});
  }

  /** The engine of this process, started when it is first asked for. */
  private static final class Started {
    static final Engine ENGINE = start();

    private Started() {}

    private static Engine start() {
      // DJL would ask its makers' server for libraries and count that it was started.
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("OPT_OUT_TRACKING", "true");
      // Sums of several threads come out in other bits on another machine.
      System.setProperty("ai.djl.pytorch.num_threads", "1");
      System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
      Engine engine = Engine.getEngine(PtEngine.ENGINE_NAME);
      if (!Files.isDirectory(CACHES)) {
        useOneDnn(false);
      }
      return engine;
    }
  }
}
