package io.partita.kind.hosted.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.EngineError;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.HostLibraries;
import io.partita.kind.hosted.HostProvider;
import io.partita.kind.hosted.ModelHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** ONNX Runtime from the libraries in its jar. */
public final class OnnxHosts implements HostProvider {
  @Override
  public HostEngine engine() {
    return HostEngine.ONNX;
  }

  @Override
  public String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public HostLibraries libraries() {
    String folder = Unpacked.FOLDER.toString();
    return new HostLibraries(List.of(Unpacked.FOLDER), Map.of("onnxruntime.native.path", folder));
  }

  @Override
  public ModelHost open(String name, byte[] bytes) {
    try {
      return new OnnxHost(Started.ENVIRONMENT, bytes);
    } catch (OrtException | RuntimeException | LinkageError e) {
      throw new UserException(
          Mistake.MODEL_FAILED,
          name + " cannot be loaded by ONNX Runtime: " + EngineError.line(e),
          e);
    }
  }

  /** The libraries of the jar in a folder that goes when this process ends. */
  private static final class Unpacked {
    private static final List<String> LIBRARIES =
        List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

    static final Path FOLDER = unpack();

    private Unpacked() {}

    private static Path unpack() {
      try {
        Path folder = Files.createTempDirectory("partita-onnx").toAbsolutePath();
        folder.toFile().deleteOnExit();
        for (String library : LIBRARIES) {
          Path file = folder.resolve(library);
          file.toFile().deleteOnExit();
          try (InputStream in =
              OrtEnvironment.class.getResourceAsStream(
                  "/ai/onnxruntime/native/linux-x64/" + library)) {
            if (in == null) {
              throw new UserException(
                  Mistake.MISSING_TOOL, "ONNX Runtime is here for Linux on x86-64 alone.");
            }
            Files.copy(in, file);
          }
        }
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The engine of this process, started when it is first asked for. */
  private static final class Started {
    static final OrtEnvironment ENVIRONMENT = start();

    private Started() {}

    private static OrtEnvironment start() {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "partita");
      try {
        environment.setTelemetry(false);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
      return environment;
    }
  }
}
