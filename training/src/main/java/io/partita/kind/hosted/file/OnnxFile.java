package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.ProtoBytes.BYTES;
import static io.partita.kind.hosted.file.ProtoBytes.VARINT;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** An ONNX file: one ModelProto (onnx.proto of ONNX 1.16, whose field numbers are used here). */
final class OnnxFile {
  private static final int FIELD_IR_VERSION = 0x08;
  private static final int LATEST_IR_VERSION = 32;
  private static final int MOST_METADATA = 1000;

  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli");

  private static final List<String> RATES = List.of("sampling_rate", "sample_rate", "sr");

  private final ProtoBytes bytes;
  private final OnnxGraph graph;
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private OnnxFile(ProtoBytes bytes, HostedLimits limits) {
    this.bytes = bytes;
    this.graph = new OnnxGraph(bytes, limits);
  }

  /** Whether bytes begin as every exporter begins a model: with the version of its format. */
  static boolean startsSo(byte[] start) {
    return start.length >= 3
        && start[0] == FIELD_IR_VERSION
        && start[1] > 0
        && start[1] <= LATEST_IR_VERSION
        && !isOrtFormat(start)
        && ((start[2] & 7) == BYTES || (start[2] & 7) == VARINT);
  }

  /** Whether ONNX Runtime takes it for its own format, of which nothing is looked at. */
  private static boolean isOrtFormat(byte[] start) {
    return start.length >= 8
        && start[4] == 'O'
        && start[5] == 'R'
        && start[6] == 'T'
        && start[7] == 'M';
  }

  /**
   * Describes a file.
   *
   * @throws MalformedInputException BROKEN_PROTOBUF or TOO_LARGE
   */
  static HostedDescription read(InputFile file, String sha256, HostedLimits limits)
      throws IOException, MalformedInputException {
    try (ProtoBytes bytes = new ProtoBytes(file.openChannel())) {
      return new OnnxFile(bytes, limits).describe(sha256);
    }
  }

  private HostedDescription describe(String sha256) throws IOException, MalformedInputException {
    long end = bytes.size();
    boolean hasGraph = false;
    while (bytes.next(end)) {
      if (bytes.is(7, BYTES)) {
        hasGraph = true;
        graph.read(bytes.enter(end), 0);
      } else if (bytes.is(2, BYTES)) {
        put("producer", bytes.text(end));
      } else if (bytes.is(3, BYTES)) {
        metadata.merge("producer", Texts.shortened(bytes.text(end)), (name, v) -> name + " " + v);
      } else if (bytes.is(8, BYTES)) {
        operatorSet(bytes.enter(end));
      } else if (bytes.is(14, BYTES)) {
        property(bytes.enter(end));
      } else if (bytes.is(20, BYTES)) {
        training(bytes.enter(end));
      } else if (bytes.is(25, BYTES)) {
        graph.function(bytes.enter(end));
      } else {
        bytes.skip(end);
      }
    }
    if (!hasGraph) {
      throw bytes.broken("no graph: no model is here, or it is cut");
    }
    Map<String, Integer> operators = graph.operators();
    return new HostedDescription(
        HostedFormat.ONNX,
        end,
        sha256,
        graph.name(),
        List.of(),
        graph.inputs(),
        graph.outputs(),
        sampleRateHz(),
        Map.of(),
        Map.of(),
        List.of(),
        graph.parts(),
        operators,
        metadata,
        false,
        operators.keySet().stream().anyMatch(RANDOM::contains),
        graph.refusals(),
        List.of());
  }

  /** Graphs for training (TrainingInfoProto), which the engine may look at as well. */
  private void training(long end) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES) || bytes.is(2, BYTES)) {
        graph.read(bytes.enter(end), 1);
      } else {
        bytes.skip(end);
      }
    }
  }

  private void operatorSet(long end) throws IOException, MalformedInputException {
    String domain = "";
    long version = 0;
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        domain = bytes.text(end);
      } else if (bytes.is(2, VARINT)) {
        version = bytes.varint();
      } else {
        bytes.skip(end);
      }
    }
    put("opset " + (domain.isEmpty() ? "ai.onnx" : domain), Long.toString(version));
  }

  private void property(long end) throws IOException, MalformedInputException {
    String key = "";
    String value = "";
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        key = bytes.text(end);
      } else if (bytes.is(2, BYTES)) {
        value = bytes.text(end);
      } else {
        bytes.skip(end);
      }
    }
    put(key, value);
  }

  private void put(String key, String value) {
    if (metadata.size() < MOST_METADATA) {
      metadata.put(Texts.shortened(key), Texts.shortened(value));
    }
  }

  private OptionalInt sampleRateHz() {
    for (String name : RATES) {
      String value = metadata.getOrDefault(name, "");
      if (value.matches("[1-9][0-9]{0,6}")) {
        return OptionalInt.of(Integer.parseInt(value));
      }
    }
    return OptionalInt.empty();
  }
}
