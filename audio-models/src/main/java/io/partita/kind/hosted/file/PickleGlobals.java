package io.partita.kind.hosted.file;

import io.partita.kind.hosted.file.Pickled.Global;
import io.partita.kind.hosted.file.Pickled.Storage;
import io.partita.kind.hosted.file.Pickled.Tensor;
import io.partita.kind.hosted.file.Pickled.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a pickle of PyTorch may use, and what becomes of calling them. Nothing is called:
 * each has a description of its result here.
 */
final class PickleGlobals {
  private static final Set<String> STORAGES =
      Set.of(
          "FloatStorage",
          "DoubleStorage",
          "HalfStorage",
          "BFloat16Storage",
          "LongStorage",
          "IntStorage",
          "ShortStorage",
          "CharStorage",
          "ByteStorage",
          "BoolStorage",
          "ComplexFloatStorage",
          "ComplexDoubleStorage");

  private static final Set<String> LISTS =
      Set.of("build_intlist", "build_doublelist", "build_boollist", "build_tensorlist");

  /** PyTorch's own limit. */
  private static final int MOST_AXES = 64;

  private PickleGlobals() {}

  /** Whether a pickle may name it. */
  static boolean isAllowed(Global global) {
    return switch (global.module()) {
      case "torch" -> STORAGES.contains(global.name()) || global.name().equals("Size");
      case "torch._utils" ->
          global.name().equals("_rebuild_tensor_v2") || global.name().equals("_rebuild_parameter");
      case "collections" -> global.name().equals("OrderedDict");
      case "torch.jit._pickle" ->
          LISTS.contains(global.name()) || global.name().equals("restore_type_tag");
      default -> isScript(global);
    };
  }

  /**
   * Whether it is a class whose code is in the same file; PyTorch's own are below torch.classes.
   */
  static boolean isScript(Global global) {
    String name = global.text();
    return name.startsWith("__torch__.") && !name.startsWith("__torch__.torch.classes.");
  }

  /**
   * What a call gives.
   *
   * @param byteOffset where in the pickle it stands
   * @return empty where it cannot be called so
   */
  static Optional<Object> call(Global global, List<Object> arguments, int byteOffset) {
    return switch (global.name()) {
      case "_rebuild_tensor_v2" -> tensor(arguments, byteOffset);
      case "OrderedDict" ->
          arguments.isEmpty() ? Optional.of(new LinkedHashMap<>()) : Optional.empty();
      case "Size", "_rebuild_parameter", "restore_type_tag" ->
          arguments.isEmpty() ? Optional.empty() : Optional.ofNullable(arguments.get(0));
      default ->
          LISTS.contains(global.name())
                  && arguments.size() == 1
                  && arguments.get(0) instanceof List<?> list
              ? Optional.of(list)
              : Optional.empty();
    };
  }

  private static Optional<Object> tensor(List<Object> arguments, int byteOffset) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof Tuple sizes
        && sizes.items().size() <= MOST_AXES
        && sizes.items().stream().allMatch(Long.class::isInstance)) {
      boolean hasStrides =
          arguments.get(3) instanceof Tuple steps
              && steps.items().size() == sizes.items().size()
              && steps.items().stream().allMatch(Long.class::isInstance);
      List<Long> strides = hasStrides ? longs((Tuple) arguments.get(3)) : List.of();
      return Optional.of(new Tensor(storage, offset, longs(sizes), strides, byteOffset));
    }
    return Optional.empty();
  }

  private static List<Long> longs(Tuple tuple) {
    return tuple.items().stream().map(Long.class::cast).toList();
  }

  /** The storage that a persistent id names; empty where it is none. */
  static Optional<Object> storage(Object id) {
    if (id instanceof Tuple tuple
        && tuple.items().size() == 5
        && "storage".equals(tuple.items().get(0))
        && tuple.items().get(1) instanceof Global type
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(3) instanceof String location
        && tuple.items().get(4) instanceof Long count) {
      return Optional.of(new Storage(type.name(), key, location, count));
    }
    return Optional.empty();
  }
}
