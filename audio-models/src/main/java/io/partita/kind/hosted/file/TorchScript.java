package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PICKLE;
import static io.partita.kind.hosted.file.HostedFault.BROKEN_ZIP;
import static io.partita.kind.hosted.file.HostedFault.NOT_A_MODEL;
import static io.partita.kind.hosted.file.HostedFault.SAVED_FOR_CUDA;
import static io.partita.kind.hosted.file.HostedFault.STATE_DICT;
import static io.partita.kind.hosted.file.HostedFault.UNKNOWN_OPERATOR;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.archive.ZipDirectory.Entry;
import io.partita.kind.hosted.file.Pickled.Instance;
import io.partita.kind.hosted.file.Pickled.Storage;
import io.partita.kind.hosted.file.Pickled.Tensor;
import io.partita.kind.hosted.file.Pickled.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The zip that {@code torch.jit.save} writes: code, one pickle of modules, a member a tensor. */
final class TorchScript {
  private static final Pattern MANGLED = Pattern.compile("___torch_mangle_\\d++\\.");

  /** What PyTorch needs of a file; sources for its messages and notes of exporters stay behind. */
  private static final Pattern RUN =
      Pattern.compile(
          "data\\.pkl|constants\\.pkl|version|byteorder|code/[\\w/]+\\.py|(?:data|constants)/\\w+");

  /** Other ways to say what is run, of which nothing is looked at. */
  private static final List<String> OTHER_CODE = List.of("bytecode.pkl", "model.json", "mobile.ff");

  private final ModelZip zip;
  private final HostedLimits limits;
  private final List<Refusal> refusals = new ArrayList<>();

  private TorchScript(ModelZip zip, HostedLimits limits) {
    this.zip = zip;
    this.limits = limits;
  }

  /**
   * Describes a file.
   *
   * @throws MalformedInputException with the fault that makes it no model
   */
  static HostedDescription read(InputFile file, String sha256, HostedLimits limits)
      throws IOException, MalformedInputException {
    ModelZip zip = ModelZip.open(file, limits);
    return new TorchScript(zip, limits).describe(file.size(), sha256);
  }

  /**
   * The network of a file.
   *
   * @throws MalformedInputException with the fault that makes it no model
   */
  static Instance network(ModelZip zip, HostedLimits limits)
      throws IOException, MalformedInputException {
    return new TorchScript(zip, limits).network();
  }

  /**
   * A file for an engine: the members that were looked at, in a zip written here.
   *
   * @throws MalformedInputException with the fault that makes it no model
   */
  static byte[] runnable(InputFile file, HostedLimits limits)
      throws IOException, MalformedInputException {
    return ModelZip.open(file, limits).packed(name -> RUN.matcher(name).matches());
  }

  private Instance network() throws IOException, MalformedInputException {
    Entry data = data(zip);
    Object top = unpickle(zip, data, limits);
    long at = zip.dataOffset(data);
    boolean hasCode = zip.entries().keySet().stream().anyMatch(name -> name.startsWith("code/"));
    if (!hasCode) {
      throw new MalformedInputException(STATE_DICT, at, stateDict(top));
    }
    if (!(top instanceof Instance network) || !PickleGlobals.isScript(network.type())) {
      throw new MalformedInputException(BROKEN_PICKLE, at, "The pickle holds no network");
    }
    return network;
  }

  /** The member that PyTorch writes the pickle to. */
  static Entry data(ModelZip zip) throws MalformedInputException {
    return zip.find("data.pkl")
        .orElseThrow(
            () ->
                new MalformedInputException(
                    NOT_A_MODEL, 0, "A zip without data.pkl is no TorchScript"));
  }

  private HostedDescription describe(long sizeBytes, String sha256)
      throws IOException, MalformedInputException {
    Instance network = network();
    long at = zip.dataOffset(data(zip));
    TorchCode code = TorchCode.read(zip, limits);
    TorchModules modules = TorchModules.of(network, code, limits, at);
    checkStorages(modules.storages(), "data/", at);
    List<HostedPart> parts = withConstants(modules.parts());
    refusals.addAll(code.refusals());
    refuseOtherCode();
    TorchAttributes attributes = TorchAttributes.of(network, zip);
    boolean denies = Boolean.FALSE.equals(attributes.others().get("stochastic"));
    return new HostedDescription(
        HostedFormat.TORCHSCRIPT,
        sizeBytes,
        sha256,
        plainName(network.type().name()),
        code.classOf(network.type().text()).methods(),
        attributes.sampleRateHz(),
        attributes.sizes(),
        attributes.others(),
        attributes.ratios(),
        parts,
        code.operators(),
        Map.of(),
        modules.isStreaming(),
        code.drawsRandomNumbers() && !denies,
        refusals,
        List.of());
  }

  private void refuseOtherCode() throws IOException, MalformedInputException {
    for (String name : OTHER_CODE) {
      if (zip.find(name).isPresent()) {
        refusals.add(
            new Refusal(
                UNKNOWN_OPERATOR,
                zip.start(zip.find(name).get()),
                name
                    + " holds code of another kind: export with"
                    + " torch.jit.script(model).save(FILE)"));
      }
    }
    zip.requireLittleEndian();
  }

  /**
   * The value of a member. A fault of a deflated pickle is placed at its beginning: PyTorch stores
   * its own as they are.
   */
  static Object unpickle(ModelZip zip, Entry entry, HostedLimits limits)
      throws IOException, MalformedInputException {
    long byteOffset = zip.dataOffset(entry);
    try {
      return Unpickler.read(zip.bytes(entry, limits.maxPickleBytes()), byteOffset, limits);
    } catch (MalformedInputException e) {
      boolean isStored = entry.method() == 0 || e.byteOffset() < byteOffset;
      throw isStored ? e : new MalformedInputException(e.fault(), byteOffset, e.detail());
    }
  }

  private static String stateDict(Object top) {
    String what = top instanceof Map<?, ?> map ? map.size() + " named values" : "a pickle";
    return "The file holds "
        + what
        + " and no code: weights alone; export it first, with torch.jit.script(model).save(FILE)";
  }

  /** Weights that {@code torch.jit.freeze} has made constants of the code. */
  private List<HostedPart> withConstants(List<HostedPart> parts)
      throws IOException, MalformedInputException {
    Entry entry = zip.find("constants.pkl").orElse(null);
    if (entry == null || !(unpickle(zip, entry, limits) instanceof Tuple constants)) {
      return parts;
    }
    long count = 0;
    List<Storage> storages = new ArrayList<>();
    for (Object constant : constants.items()) {
      if (constant instanceof Tensor tensor) {
        count += Math.min(tensor.count(), Long.MAX_VALUE - count);
        storages.add(tensor.storage());
      }
    }
    if (count == 0) {
      return parts;
    }
    for (Storage storage : storages) {
      checkStorage(storage, "constants/", zip.dataOffset(entry));
    }
    HostedPart whole = parts.get(0);
    List<HostedPart> all = new ArrayList<>(parts);
    long total = whole.parameters() + Math.min(count, Long.MAX_VALUE - whole.parameters());
    all.set(0, new HostedPart(whole.path(), whole.type(), total, whole.buffers()));
    all.add(new HostedPart("constants", "frozen weights", count, 0));
    return all;
  }

  private void checkStorages(Map<String, Storage> storages, String folder, long byteOffset)
      throws IOException, MalformedInputException {
    for (Storage storage : storages.values()) {
      checkStorage(storage, folder, byteOffset);
    }
  }

  private void checkStorage(Storage storage, String folder, long byteOffset)
      throws IOException, MalformedInputException {
    String name = folder + QuotedTexts.shortened(storage.key());
    Entry entry =
        zip.find(folder + storage.key())
            .orElseThrow(
                () ->
                    new MalformedInputException(
                        BROKEN_ZIP, byteOffset, "The zip lacks the tensor " + name));
    long wanted = bytesPerNumber(storage.type());
    if (storage.count() < 0 || storage.count() > entry.sizeBytes() / wanted) {
      throw new MalformedInputException(
          BROKEN_ZIP,
          zip.start(entry),
          "%s has %d bytes, and %d numbers of %d bytes were to be there"
              .formatted(name, entry.sizeBytes(), storage.count(), wanted));
    }
    boolean isRefused = refusals.stream().anyMatch(other -> other.fault() == SAVED_FOR_CUDA);
    if (!storage.location().equals("cpu") && !isRefused) {
      refusals.add(
          new Refusal(
              SAVED_FOR_CUDA,
              byteOffset,
              "Its tensors were saved on %s: export the model on the CPU"
                  .formatted(QuotedTexts.shortened(storage.location()))));
    }
  }

  static int bytesPerNumber(String storage) {
    return switch (storage) {
      case "DoubleStorage", "LongStorage", "ComplexFloatStorage" -> 8;
      case "FloatStorage", "IntStorage" -> 4;
      case "HalfStorage", "BFloat16Storage", "ShortStorage" -> 2;
      case "ComplexDoubleStorage" -> 16;
      default -> 1;
    };
  }

  /** A class's name without the numbers that PyTorch tells equal names apart by. */
  static String plainName(String name) {
    return QuotedTexts.shortened(MANGLED.matcher(name).replaceAll(""));
  }
}
