package io.partita.hosted.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.partita.UserException;
import io.partita.hosted.EngineError;
import io.partita.hosted.HostEngine;
import io.partita.hosted.HostProvider;
import io.partita.hosted.HostedModel;
import io.partita.hosted.ModelHost;

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
  public ModelHost open(HostedModel file) {
    try {
      return new OnnxHost(Started.ENVIRONMENT, file);
    } catch (OrtException | RuntimeException | LinkageError e) {
      throw new UserException(
          file.name() + " cannot be loaded by ONNX Runtime: " + EngineError.line(e), e);
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
