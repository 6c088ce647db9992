package io.partita.audio.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.partita.decoder.PlantedFaults;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A decoder with planted faults, for tests of its callers. */
public final class PlantedDecoder implements AutoCloseable {
  private PlantedDecoder() {}

  /** Has all that is opened until it is closed decoded by one. */
  public static PlantedDecoder use(int memoryMib, int processorS, int silenceS) throws IOException {
    DecoderProcess.Program usual = DecoderProcess.Program.usual();
    List<Path> classPath = new ArrayList<>(usual.classPath());
    classPath.add(
        Path.of(
            URI.create(
                PlantedFaults.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString())));
    DecoderProcess.use(
        new DecoderProcess.Program(
            classPath,
            PlantedFaults.class.getName(),
            usual.natives(),
            new DecoderProcess.Bounds(memoryMib, processorS, silenceS)));
    return new PlantedDecoder();
  }

  /** A file with a fault. */
  public static byte[] file(String fault) {
    return Arrays.copyOf((PlantedFaults.PLANTED + fault + " ").getBytes(US_ASCII), 1_000);
  }

  /** The Java processes of decoders that this process has. */
  public static List<ProcessHandle> processes() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> isDecoder(process.info().arguments()))
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  private static boolean isDecoder(Optional<String[]> arguments) {
    return Arrays.stream(arguments.orElse(new String[0]))
        .anyMatch(argument -> argument.startsWith("io.partita.decoder."));
  }

  @Override
  public void close() {
    DecoderProcess.use(null);
  }
}
