package io.partita.kind.hosted.file;

/** The formats of models trained elsewhere. */
public enum HostedFormat {
  /** A zip of code, a pickle and tensors: {@code torch.jit.save}. */
  TORCHSCRIPT("TorchScript"),
  /** Tensors alone with a header of JSON. */
  SAFETENSORS("safetensors"),
  /** A zip of a pickle and tensors alone: {@code torch.save}. */
  STATE_DICT("state dict");

  private final String label;

  HostedFormat(String label) {
    this.label = label;
  }

  /** Its name as a person writes it. */
  public String label() {
    return label;
  }
}
