package io.partita.nn.device;

import java.util.Optional;

/**
 * One NVIDIA GPU as its driver describes it.
 *
 * @param index its number in the order of the PCI bus, from 0
 * @param uuid as {@code GPU-8a56a4bc-…}
 * @param name as {@code NVIDIA A100-SXM4-40GB}
 * @param capability empty where the driver does not say
 */
public record Gpu(int index, String uuid, String name, Optional<ComputeCapability> capability) {
  @Override
  public String toString() {
    return "GPU " + index + " (" + name + ")";
  }
}
