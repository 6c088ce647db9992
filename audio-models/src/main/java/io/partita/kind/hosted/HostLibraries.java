package io.partita.kind.hosted;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where an engine's native libraries are unpacked.
 *
 * @param folders that a process with the engine reads
 * @param properties of Java that name them
 */
public record HostLibraries(List<Path> folders, Map<String, String> properties) {
  public HostLibraries {
    folders = List.copyOf(folders);
    properties = Map.copyOf(properties);
  }
}
