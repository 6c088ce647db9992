package io.partita.kind.hosted.file;

import io.partita.Fault;

/** Why a file is no model that could be run; the detail of the exception tells the values. */
public enum HostedFault implements Fault {
  /** No bytes at all. */
  EMPTY,
  /** Neither TorchScript nor weights by its content. */
  NOT_A_MODEL,
  /** The text that Git LFS leaves in the place of a file that was not fetched. */
  LFS_POINTER,
  /** A zip without its directory, which is at the end. */
  CUT_ZIP,
  /** A zip whose directory or a member of which is damaged, or lacks what TorchScript has. */
  BROKEN_ZIP,
  /** Weights alone, of a network that is not known here. */
  STATE_DICT,
  /** What {@code torch.save} wrote before zip files, of PyTorch 1.5 and older. */
  LEGACY_PICKLE,
  /** A pickle that names a class or function that no exported model needs. */
  UNKNOWN_GLOBAL,
  /** A pickle that breaks off or does not fit together. */
  BROKEN_PICKLE,
  /** Safetensors whose header does not fit what is there. */
  BROKEN_SAFETENSORS,
  /** Weights whose {@code config.json} is not beside them, or does not fit them. */
  BAD_CONFIG,
  /** More bytes, values or levels than {@link HostedLimits} allow. */
  TOO_LARGE,
  /** Made on a GPU, in its weights or in its code: its export must be made on the CPU. */
  SAVED_FOR_CUDA,
  /** Reads or writes files when it runs. */
  TOUCHES_FILES,
  /** Calls an operator or names a thing that no network needs, or spells it as no exporter does. */
  UNKNOWN_OPERATOR
}
