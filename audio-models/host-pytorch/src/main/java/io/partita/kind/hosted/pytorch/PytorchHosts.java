package io.partita.kind.hosted.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.LibUtils;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.EngineError;
import io.partita.kind.hosted.HostLibraries;
import io.partita.kind.hosted.HostProvider;
import io.partita.kind.hosted.ModelHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** PyTorch as DJL starts it: from the libraries in its jar, on one thread, without a network. */
public final class PytorchHosts implements HostProvider {
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
    return new HostLibraries(List.of(folder), Map.of("DJL_CACHE_DIR", cache.toString()));
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
      return Engine.getEngine(PtEngine.ENGINE_NAME);
    }
  }
}
