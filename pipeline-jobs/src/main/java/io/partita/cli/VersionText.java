package io.partita.cli;

import io.partita.lake.run.Version;
import picocli.CommandLine.IVersionProvider;

/** Prints the version that the build wrote. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"partita " + Version.current()};
  }
}
