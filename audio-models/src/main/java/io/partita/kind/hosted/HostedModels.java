package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedMethod;
import io.partita.kind.hosted.file.HostedPart;
import io.partita.kind.hosted.file.HostedRatio;
import io.partita.kind.hosted.file.HostedValue;
import io.partita.kind.hosted.file.ModelFile;
import io.partita.kind.hosted.file.Refusal;
import io.partita.lake.table.ContentStatus;
import io.partita.model.job.ModelEngine;
import io.partita.model.job.ModelFiles;
import io.partita.model.job.ModelJob;
import io.partita.process.Sandbox;
import io.partita.scorefile.ScoreFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models trained elsewhere as commands know them: TorchScript and weights alone. */
public final class HostedModels implements ModelFiles {
  @Override
  public List<FileJob> jobs() {
    return ServiceLoader.load(FileJob.class, FileJob.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private Stream<FileJob> jobs(HostedDescription model) {
    return jobs().stream().filter(job -> job.takes(model));
  }

  @Override
  public boolean areNamed(String model) throws IOException {
    return HostedFiles.areNamed(model);
  }

  @Override
  public Said said(String model) throws IOException {
    HostedDescription description = HostedFiles.model(model).description();
    Set<String> sorts = jobs(description).map(ModelJob::name).collect(Collectors.toSet());
    return new Said(description.format().label(), sorts);
  }

  @Override
  public String file(String model) throws IOException {
    HostedFiles.requireRead(model);
    return HostedFiles.file(model);
  }

  @Override
  public boolean isOne(String name, InputFile file) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (HostedFiles.ENDINGS.stream().anyMatch(lower::endsWith)) {
      return true;
    }
    return !ScoreFile.isNamed(lower) && ModelFile.isOne(file);
  }

  @Override
  public ModelEngine engine() {
    return new ModelEngine(
        HostEngine.LABEL,
        HostEngine.TITLE,
        HostEngine.provider().map(HostProvider::version),
        HostEngine.RUNS,
        HostEngine.LIBRARY,
        HostEngine.MEGABYTES,
        "audio-models/" + HostEngine.MODULE);
  }

  @Override
  public ModelEngine.Room room() {
    HostLimits limits = HostLimits.ofEnvironment();
    String missing = Sandbox.missing().orElse(null);
    return new ModelEngine.Room(
        missing == null, missing, limits.memoryMiB(), limits.call().toSeconds());
  }

  @Override
  public Map<String, Object> describe(String name, InputFile file)
      throws IOException, MalformedInputException {
    HostedDescription model = HostedModel.describe(file);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", name);
    answer.put("status", ContentStatus.OK.label());
    answer.put("format", model.format().label());
    answer.put("class", model.className());
    answer.put("size_bytes", model.sizeBytes());
    answer.put("sha256", model.sha256());
    answer.put("sample_rate_hz", rate(model));
    answer.put("parameters", model.parameters());
    answer.put("streaming", model.streaming());
    answer.put("stochastic", model.stochastic());
    answer.put("runs", model.refusals().isEmpty());
    answer.put("needs", needs(model));
    answer.put("uses", jobs(model).map(ModelJob::title).distinct().toList());
    answer.put("refusals", model.refusals().stream().map(HostedModels::row).toList());
    answer.put("ratios", model.ratios().stream().map(HostedModels::row).toList());
    answer.put("methods", model.methods().stream().map(HostedMethod::signature).toList());
    answer.put("sizes", model.sizes());
    answer.put("attributes", model.attributes());
    answer.put("metadata", model.metadata());
    answer.put("modules", model.parts().stream().map(HostedModels::row).toList());
    answer.put("operators", model.operators());
    answer.put("tensors", model.tensors().stream().map(HostedModels::row).toList());
    return answer;
  }

  private static Integer rate(HostedDescription model) {
    return model.sampleRateHz().isPresent() ? model.sampleRateHz().getAsInt() : null;
  }

  /** What it takes to run it: its engine, and libraries of operators that the engine lacks. */
  private static List<String> needs(HostedDescription model) {
    if (model.isWeightsAlone()) {
      return List.of();
    }
    List<String> own = List.of("aten", "prim", "prims", "quantized");
    Stream<String> libraries =
        model.operators().keySet().stream()
            .filter(operator -> operator.contains("::"))
            .map(operator -> operator.substring(0, operator.indexOf("::")))
            .distinct()
            .filter(domain -> !own.contains(domain))
            .map(domain -> "operators of " + domain);
    return Stream.concat(Stream.of(HostEngine.TITLE), libraries).toList();
  }

  private static Map<String, Object> row(Refusal refusal) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("fault", refusal.fault().name());
    row.put("byte_offset", refusal.byteOffset());
    row.put("detail", refusal.detail());
    return row;
  }

  private static Map<String, Object> row(HostedRatio ratio) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("method", ratio.method());
    row.put("in_channels", ratio.inChannels());
    row.put("in_ratio", ratio.inRatio());
    row.put("out_channels", ratio.outChannels());
    row.put("out_ratio", ratio.outRatio());
    return row;
  }

  private static Map<String, Object> row(HostedValue value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", value.name());
    row.put("type", value.type());
    row.put("shape", value.shape());
    return row;
  }

  private static Map<String, Object> row(HostedPart part) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", part.path());
    row.put("type", part.type());
    row.put("parameters", part.parameters());
    row.put("buffers", part.buffers());
    return row;
  }
}
