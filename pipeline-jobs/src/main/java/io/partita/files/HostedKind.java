package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.command.model.Kinds;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedMethod;
import io.partita.kind.hosted.file.HostedPart;
import io.partita.kind.hosted.file.HostedRatio;
import io.partita.kind.hosted.file.HostedValue;
import io.partita.kind.hosted.file.ModelFile;
import io.partita.kind.hosted.file.Refusal;
import io.partita.kind.hosted.vocoder.VocoderModel;
import io.partita.lake.table.ContentStatus;
import io.partita.scorefile.ScoreFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Models trained elsewhere: TorchScript and weights alone. Nothing of them is run. */
final class HostedKind implements FileKind {
  @Override
  public boolean isOf(Asked file) throws IOException {
    String name = file.name().toLowerCase(Locale.ROOT);
    if (HostedFiles.ENDINGS.stream().anyMatch(name::endsWith)) {
      return true;
    }
    if (ScoreFile.isNamed(name)) {
      return false;
    }
    return ModelFile.isOne(file.input());
  }

  @Override
  public Map<String, Object> describe(Asked file) throws IOException, MalformedInputException {
    HostedDescription model = HostedModel.describe(file.input());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", file.name());
    answer.put("status", ContentStatus.OK.word());
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
    answer.put("uses", uses(model));
    answer.put("refusals", model.refusals().stream().map(HostedKind::row).toList());
    answer.put("ratios", model.ratios().stream().map(HostedKind::row).toList());
    answer.put("methods", model.methods().stream().map(HostedMethod::signature).toList());
    answer.put("sizes", model.sizes());
    answer.put("attributes", model.attributes());
    answer.put("metadata", model.metadata());
    answer.put("modules", model.parts().stream().map(HostedKind::row).toList());
    answer.put("operators", model.operators());
    answer.put("tensors", model.tensors().stream().map(HostedKind::row).toList());
    return answer;
  }

  /** What commands take it for. */
  private static List<String> uses(HostedDescription model) {
    Stream<String> vocoder =
        VocoderModel.takes(model)
            ? Stream.of("vocoder of " + VocoderModel.RECIPE.name())
            : Stream.empty();
    return Stream.concat(Kinds.usesOf(model).stream(), vocoder).toList();
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

  @Override
  public String text(Map<String, Object> description) {
    return HostedText.of(description);
  }
}
