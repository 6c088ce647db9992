package io.partita.nn.device;

/** What {@code --device} asks for. */
public enum Device {
  /** The processor. */
  CPU,

  /** An NVIDIA GPU, or a refusal: never the processor instead. */
  CUDA,

  /** A GPU where this build can use GPUs and one is there, else the processor. */
  AUTO
}
