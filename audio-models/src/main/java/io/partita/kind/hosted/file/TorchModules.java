package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PICKLE;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.file.Pickled.Instance;
import io.partita.kind.hosted.file.Pickled.Storage;
import io.partita.kind.hosted.file.Pickled.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A network's modules within one another, counted from the top. */
final class TorchModules {
  /** Levels below the network that are shown: {@code net.encoder}. */
  private static final int SHOWN_LEVELS = 2;

  private static final int MOST_ROWS = 1000;

  private final TorchCode code;
  private final HostedLimits limits;
  private final long byteOffset;
  private final List<HostedPart> parts = new ArrayList<>();
  private final Map<String, Storage> storages = new LinkedHashMap<>();
  private final Set<String> counted = new HashSet<>();
  private final Set<Instance> seen = new HashSet<>();
  private int visits;
  private boolean streaming;

  private TorchModules(TorchCode code, HostedLimits limits, long byteOffset) {
    this.code = code;
    this.limits = limits;
    this.byteOffset = byteOffset;
  }

  /**
   * Goes through a network.
   *
   * @param byteOffset of its pickle in the file
   * @throws MalformedInputException TOO_LARGE with more modules or levels than allowed
   */
  static TorchModules of(Instance network, TorchCode code, HostedLimits limits, long byteOffset)
      throws MalformedInputException {
    TorchModules modules = new TorchModules(code, limits, byteOffset);
    modules.walk(network, "", 0);
    return modules;
  }

  /**
   * The numbers of weights and of other tensors in a module and below it. What is shared is counted
   * where it comes first.
   */
  private long[] walk(Instance module, String path, int level) throws MalformedInputException {
    if (!seen.add(module)) {
      return new long[2];
    }
    visits += 1 + Math.min(module.state().size(), limits.maxValues());
    if (visits > limits.maxValues() || level > limits.maxDepth()) {
      throw new MalformedInputException(
          TOO_LARGE,
          byteOffset,
          "The network has more than %d modules and attributes, or %d levels of them"
              .formatted(limits.maxValues(), limits.maxDepth()));
    }
    Set<String> weights = code.classOf(module.type().text()).parameters();
    int row = parts.size();
    boolean isShown = level <= SHOWN_LEVELS && row < MOST_ROWS;
    if (isShown) {
      parts.add(new HostedPart(path, TorchScript.plainName(module.type().name()), 0, 0));
    }
    long[] sums = new long[2];
    for (Map.Entry<?, ?> attribute : module.state().entrySet()) {
      String name = QuotedTexts.shortened(String.valueOf(attribute.getKey()));
      if (attribute.getValue() instanceof Tensor tensor) {
        int kind = weights.contains(name) ? 0 : 1;
        sums[kind] = sum(sums[kind], count(tensor));
        streaming |= isCache(name) && !isOff(module.state().get("streaming"));
      } else if (attribute.getValue() instanceof Instance child) {
        String childPath = level >= SHOWN_LEVELS ? "" : path.isEmpty() ? name : path + "." + name;
        long[] below = walk(child, childPath, level + 1);
        sums[0] = sum(sums[0], below[0]);
        sums[1] = sum(sums[1], below[1]);
      }
    }
    if (isShown) {
      parts.set(row, new HostedPart(path, parts.get(row).type(), sums[0], sums[1]));
    }
    return sums;
  }

  private long count(Tensor tensor) throws MalformedInputException {
    Storage storage = tensor.storage();
    storages.putIfAbsent(storage.key(), storage);
    long count = tensor.count();
    boolean isFirst = counted.add(storage.key() + '/' + tensor.offset());
    return isFirst ? count : 0;
  }

  private long sum(long a, long b) throws MalformedInputException {
    if (a > Long.MAX_VALUE - b) {
      throw new MalformedInputException(
          BROKEN_PICKLE, byteOffset, "The network has more numbers than can be counted");
    }
    return a + b;
  }

  private static boolean isCache(String name) {
    return name.toLowerCase(Locale.ROOT).contains("cache");
  }

  private static boolean isOff(Object flag) {
    return Boolean.FALSE.equals(flag);
  }

  List<HostedPart> parts() {
    return parts;
  }

  /** Every storage that its tensors lie in, by its key. */
  Map<String, Storage> storages() {
    return storages;
  }

  boolean isStreaming() {
    return streaming;
  }
}
