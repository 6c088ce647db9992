package io.partita.kind.hosted.file;

/** The formats of models trained elsewhere. */
public enum HostedFormat {
  /** A zip of code, a pickle and tensors: {@code torch.jit.save}. */
  TORCHSCRIPT("TorchScript", "PyTorch"),
  /** A protobuf of a graph: {@code torch.onnx.export} and others. */
  ONNX("ONNX", "ONNX Runtime"),
  /** Tensors alone with a header of JSON. */
  SAFETENSORS("safetensors", ""),
  /** A zip of a pickle and tensors alone: {@code torch.save}. */
  STATE_DICT("state dict", "");

  private final String label;
  private final String engine;

  HostedFormat(String label, String engine) {
    this.label = label;
    this.engine = engine;
  }

  /** Its name as a person writes it. */
  public String label() {
    return label;
  }

  /** What runs it; empty of weights alone, whose network is written here. */
  public String engine() {
    return engine;
  }
}
