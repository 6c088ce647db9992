package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;
import static io.partita.kind.hosted.file.HostedFault.TOUCHES_FILES;
import static io.partita.kind.hosted.file.HostedFault.UNKNOWN_OPERATOR;
import static io.partita.kind.hosted.file.ProtoBytes.BYTES;
import static io.partita.kind.hosted.file.ProtoBytes.VARINT;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The graph of an ONNX file (GraphProto), with the graphs within its nodes. */
final class OnnxGraph {
  private static final int MOST_ROWS = 1000;
  private static final int EXTERNAL = 1;
  private static final String CONSTANTS = "constants";
  private static final int MOST_REFUSALS = 20;

  /** Of ONNX Runtime's own operators those that its optimizers and quantizers write. */
  private static final Set<String> MICROSOFT =
      Arrays.stream(
              ("Attention BiasAdd BiasDropout BiasGelu BiasSoftmax BiasSplitGelu ComplexMul"
                      + " ComplexMulConj ConvTransposeWithDynamicPads CropAndResize"
                      + " DequantizeLinear DynamicQuantizeLSTM DynamicQuantizeMatMul"
                      + " EmbedLayerNormalization ExpandDims FastGelu FusedConv FusedGemm"
                      + " FusedMatMul FusedMatMulActivation GatherND Gelu GridSample GroupNorm"
                      + " Inverse Irfft LayerNormalization MatMulInteger16 MatMulIntegerToFloat"
                      + " MatMulNBits MultiHeadAttention MurmurHash3 NhwcConv NhwcFusedConv"
                      + " NhwcMaxPool Pad QAttention QGemm QLinearAdd QLinearAveragePool"
                      + " QLinearConcat QLinearConv QLinearGlobalAveragePool QLinearLeakyRelu"
                      + " QLinearMul QLinearReduceMean QLinearSigmoid QLinearSoftmax"
                      + " QLinearWhere QMoE QuantizeLinear QuickGelu Range Rfft"
                      + " SimplifiedLayerNormalization SkipGroupNorm SkipLayerNormalization"
                      + " SkipSimplifiedLayerNormalization Trilu Unique")
                  .split(" "))
          .map(name -> "com.microsoft::" + name)
          .collect(Collectors.toUnmodifiableSet());

  private final ProtoBytes bytes;
  private final HostedLimits limits;
  private final Map<String, Integer> operators = new TreeMap<>();
  private final Map<String, long[]> tensors = new LinkedHashMap<>();
  private final List<HostedValue> inputs = new ArrayList<>();
  private final List<HostedValue> outputs = new ArrayList<>();
  private final Set<String> initialized = new HashSet<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<String> functions = new HashSet<>();
  private final Map<String, Long> foreign = new LinkedHashMap<>();
  private String name = "";
  private int things;

  OnnxGraph(ProtoBytes bytes, HostedLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * Reads a graph.
   *
   * @param end where it ends
   * @param level 0 for the model's own, 1 for one within its nodes
   */
  void read(long end, int level) throws IOException, MalformedInputException {
    if (level > limits.maxDepth()) {
      throw new MalformedInputException(
          TOO_LARGE, bytes.position(), "Graphs lie within more than " + level + " graphs");
    }
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        node(bytes.enter(end), level);
      } else if (bytes.is(5, BYTES)) {
        tensor(bytes.enter(end), null);
      } else if (bytes.is(15, BYTES)) {
        sparse(bytes.enter(end), null);
      } else if (level == 0 && bytes.is(2, BYTES)) {
        name = Texts.shortened(bytes.text(end));
      } else if (level == 0 && (bytes.is(11, BYTES) || bytes.is(12, BYTES))) {
        List<HostedValue> values = bytes.field() == 11 ? inputs : outputs;
        values.add(OnnxValue.read(bytes, bytes.enter(end)));
        count();
      } else {
        bytes.skip(end);
      }
    }
  }

  /** Reads a function of the model's own, whose nodes count as the graph's. */
  void function(long end) throws IOException, MalformedInputException {
    String own = "";
    String domain = "";
    while (bytes.next(end)) {
      if (bytes.is(7, BYTES)) {
        node(bytes.enter(end), 0);
      } else if (bytes.is(11, BYTES)) {
        attribute(bytes.enter(end), 0);
      } else if (bytes.is(1, BYTES)) {
        own = bytes.text(end);
      } else if (bytes.is(10, BYTES)) {
        domain = bytes.text(end);
      } else {
        bytes.skip(end);
      }
    }
    functions.add(domain + "::" + own);
  }

  private void node(long end, int level) throws IOException, MalformedInputException {
    count();
    long start = bytes.position();
    String type = "";
    String domain = "";
    while (bytes.next(end)) {
      if (bytes.is(4, BYTES)) {
        type = bytes.text(end);
      } else if (bytes.is(7, BYTES)) {
        domain = bytes.text(end);
      } else if (bytes.is(5, BYTES)) {
        attribute(bytes.enter(end), level);
      } else {
        bytes.skip(end);
      }
    }
    boolean isStandard = domain.isEmpty() || domain.equals("ai.onnx");
    String full = isStandard ? type : domain + "::" + type;
    operators.merge(Texts.shortened(full), 1, Integer::sum);
    if (!isStandard && !domain.equals("ai.onnx.ml") && !MICROSOFT.contains(full)) {
      foreign.putIfAbsent(full, start);
    }
  }

  /**
   * Numbers of which most are none (SparseTensorProto): values, and where they are.
   *
   * @param group as of {@link #tensor}
   */
  private void sparse(long end, String group) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(1, BYTES)) {
        tensor(bytes.enter(end), group);
      } else if (bytes.is(2, BYTES)) {
        tensor(bytes.enter(end), CONSTANTS);
      } else if (bytes.is(3, VARINT)) {
        times(1, bytes.varint());
      } else {
        bytes.skip(end);
      }
    }
  }

  private void attribute(long end, int level) throws IOException, MalformedInputException {
    while (bytes.next(end)) {
      if (bytes.is(5, BYTES) || bytes.is(10, BYTES)) {
        tensor(bytes.enter(end), CONSTANTS);
      } else if (bytes.is(22, BYTES) || bytes.is(23, BYTES)) {
        sparse(bytes.enter(end), CONSTANTS);
      } else if (bytes.is(6, BYTES) || bytes.is(11, BYTES)) {
        read(bytes.enter(end), level + 1);
      } else {
        bytes.skip(end);
      }
    }
  }

  /**
   * @param group what its numbers are counted under; null for the beginning of its name
   */
  private void tensor(long end, String group) throws IOException, MalformedInputException {
    count();
    long start = bytes.position();
    long numbers = 1;
    long type = 0;
    boolean isElsewhere = false;
    String own = "";
    while (bytes.next(end)) {
      if (bytes.is(1, VARINT)) {
        numbers = times(numbers, bytes.varint());
      } else if (bytes.is(1, BYTES)) {
        long stop = bytes.enter(end);
        while (bytes.position() < stop) {
          numbers = times(numbers, bytes.varint());
        }
      } else if (bytes.is(2, VARINT)) {
        type = bytes.varint();
      } else if (bytes.is(8, BYTES)) {
        own = bytes.text(end);
      } else if (bytes.is(14, VARINT)) {
        isElsewhere |= bytes.varint() == EXTERNAL;
      } else {
        isElsewhere |= bytes.is(13, BYTES);
        bytes.skip(end);
      }
    }
    if (isElsewhere && refusals.isEmpty()) {
      refusals.add(
          new Refusal(
              TOUCHES_FILES,
              start,
              "The numbers of the tensor %s lie in another file: save the model as one file"
                  .formatted(Texts.shortened(own))));
    }
    if (group == null) {
      initialized.add(Texts.shortened(own));
    }
    add(group == null ? groupOf(own) : group, type, numbers);
  }

  private void add(String group, long type, long numbers) throws MalformedInputException {
    if (tensors.size() < MOST_ROWS || tensors.containsKey(group)) {
      long[] sums = tensors.computeIfAbsent(group, any -> new long[2]);
      int kind = OnnxValue.isFraction(type) ? 0 : 1;
      if (sums[kind] > Long.MAX_VALUE / MOST_ROWS / 2 - numbers) {
        throw bytes.broken("tensors of more numbers than can be");
      }
      sums[kind] += numbers;
    }
  }

  private long times(long numbers, long size) throws MalformedInputException {
    if (size < 0 || (size > 0 && numbers > (Long.MAX_VALUE >> 12) / size)) {
      throw bytes.broken("a tensor with an axis of " + size);
    }
    return numbers * size;
  }

  /** The first word of a name as {@code encoder.0.weight}. */
  private static String groupOf(String name) {
    int dot = name.indexOf('.');
    return Texts.shortened(dot > 0 ? name.substring(0, dot) : CONSTANTS);
  }

  private void count() throws MalformedInputException {
    if (++things > limits.maxValues()) {
      throw new MalformedInputException(
          TOO_LARGE,
          bytes.position(),
          "The graph has more than " + limits.maxValues() + " nodes, tensors and values");
    }
  }

  String name() {
    return name;
  }

  Map<String, Integer> operators() {
    return operators;
  }

  /** Those that must be given: older exporters list each initializer as an input too. */
  List<HostedValue> inputs() {
    return inputs.stream().filter(input -> !initialized.contains(input.name())).toList();
  }

  List<HostedValue> outputs() {
    return outputs;
  }

  List<HostedPart> parts() {
    List<HostedPart> parts = new ArrayList<>();
    long[] whole = new long[2];
    tensors.forEach(
        (group, sums) -> {
          whole[0] += sums[0];
          whole[1] += sums[1];
          parts.add(new HostedPart(group, "initializers", sums[0], sums[1]));
        });
    parts.add(0, new HostedPart("", "graph", whole[0], whole[1]));
    return parts;
  }

  /** Tensors in other files, then operators that are neither the engine's nor the file's own. */
  List<Refusal> refusals() {
    List<Refusal> all = new ArrayList<>(refusals);
    foreign.keySet().stream()
        .filter(name -> !functions.contains(name))
        .limit(MOST_REFUSALS)
        .forEach(
            name ->
                all.add(
                    new Refusal(
                        UNKNOWN_OPERATOR,
                        foreign.get(name),
                        "The graph uses %s, which is no operator that a network needs"
                            .formatted(Texts.shortened(name)))));
    return all;
  }
}
