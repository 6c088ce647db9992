package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.partita.ChildPartita;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SoundSample;
import io.partita.midi.MidiReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of {@code docs/library.md} run in Maven projects that declare what the page says and
 * nothing else: what Maven resolves for such a project is their whole class path.
 */
@Tag("full")
class LibraryTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home", ".."));

  /**
   * Kept between runs: Maven also reads the poms of versions that lose against later ones, which
   * this build never downloads.
   */
  private static final Path REPOSITORY = HOME.resolve("pipeline-jobs/target/library-repository");

  /** Artifacts by the folders of their modules. */
  private static final Map<String, String> MODULES =
      new TreeMap<>(
          Map.of(
              "feature-extraction", "partita-core",
              "feature-extraction/decoder", "partita-decoder",
              "lake", "partita-lake",
              "training", "partita-models",
              "audio-models", "partita-audio-models"));

  /** A dependency, or a program that has the dependency above it. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```xml\n(<dependency>.*?)```|```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern BOM =
      Pattern.compile("```xml\n(<dependencyManagement>.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final Pattern SPARKS_OPTION = Pattern.compile("`(--add-exports=\\S+)`");

  @TempDir private static Path folder;
  private static String page;
  private static String version;

  /** Class paths of the programs, by their names. */
  private static final Map<String, String> CLASS_PATHS = new HashMap<>();

  @BeforeAll
  static void resolveAndCompile() throws Exception {
    page = Files.readString(HOME.resolve("docs/library.md"));
    String root = Files.readString(HOME.resolve("pom.xml"));
    version = first(root, "<artifactId>partita</artifactId>\\s*<version>(.*?)</version>");
    install("partita", HOME.resolve("pom.xml"), null);
    install("partita-bom", HOME.resolve("build/bom/pom.xml"), null);
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      Path of = HOME.resolve(module.getKey());
      install(module.getValue(), of.resolve("pom.xml"), jar(module));
    }
    List<String> names = new ArrayList<>();
    String dependency = "";
    for (MatchResult example : EXAMPLE.matcher(page).results().toList()) {
      if (example.group(1) != null) {
        dependency = example.group(1);
        continue;
      }
      String name = first(example.group(2), CLASS.pattern());
      Path project = Files.createDirectories(folder.resolve(name));
      Files.writeString(project.resolve(name + ".java"), example.group(2));
      Files.writeString(
          project.resolve("pom.xml"),
          pom(name, "jar", "<dependencies>" + dependency + "</dependencies>"));
      names.add(name);
    }
    assertThat(names)
        .containsExactly(
            "PrintNotes", "TokensAndBack", "LogMelOfAudio", "ProgramsOfNotes", "DrumLoop");
    String modules =
        names.stream()
            .map(name -> "<module>" + name + "</module>")
            .collect(Collectors.joining("", "<modules>", "</modules>"));
    Files.writeString(folder.resolve("pom.xml"), pom("programs", "pom", modules));
    resolve(first(root, "<artifactId>maven-dependency-plugin</artifactId>\\s*<version>(.*?)<"));
    for (String name : names) {
      compile(name);
    }
  }

  private static Path song() throws IOException {
    return Files.write(
        folder.resolve("song.mid"), Sample.get().members().values().iterator().next());
  }

  @Test
  void theCoreReadsMidi() throws Exception {
    PartitaRun run = run("PrintNotes", List.of(), song());

    assertThat(run.outLines())
        .hasSize(MidiReader.read(song()).notes().size())
        .allMatch(line -> line.matches("[0-9.E-]+ s: pitch \\d+"));
  }

  @Test
  void theCoreMakesTokensAndNotesOfThem() throws Exception {
    PartitaRun run = run("TokensAndBack", List.of(), song());

    assertThat(run.outLines()).hasSize(9).contains("4 Bar_None");
    assertThat(run.outLines().get(8)).matches("[1-9]\\d* notes");
  }

  @Test
  void theCoreMakesLogMels() throws Exception {
    Path second = SoundSample.write(folder.resolve("second.wav"), new float[22_050]);

    assertThat(run("LogMelOfAudio", List.of(), second).outLines())
        .containsExactly("86 frames of 80 bands");
  }

  @Test
  void onlyAudioNeedsNatives() {
    assertThat(CLASS_PATHS.get("LogMelOfAudio"))
        .contains("/partita-decoder-")
        .doesNotContain("bytedeco");
    assertThat(CLASS_PATHS.get("PrintNotes")).doesNotContain("bytedeco");
    assertThat(CLASS_PATHS.get("ProgramsOfNotes")).doesNotContain("bytedeco");
  }

  @Test
  void audioWithoutItsLibrarySaysWhatToAdd() throws Exception {
    Path second = SoundSample.write(folder.resolve("mute.wav"), new float[22_050]);
    String withoutAudio = folder.resolve("LogMelOfAudio") + ":" + CLASS_PATHS.get("PrintNotes");

    PartitaRun run = started("LogMelOfAudio", withoutAudio, List.of(), second);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("UserException", "io.partita:partita-decoder");
  }

  @Test
  void theLakeIsReadInASparkOfItsOwn() throws Exception {
    List<String> options =
        SPARKS_OPTION.matcher(page).results().map(option -> option.group(1)).toList();

    PartitaRun run = run("ProgramsOfNotes", options, Sample.get().lake());

    long piano =
        (Long)
            DuckDb.rows(
                    "SELECT count(*) FROM read_parquet('"
                        + Sample.get().lake()
                        + "/notes/*/*.parquet') WHERE program = 0 AND NOT is_drum")
                .get(0)
                .get(0);
    assertThat(run.out()).containsPattern("\\| *0\\| *" + piano + "\\|");
  }

  @Test
  void aModelPlays() throws Exception {
    Path loop = folder.resolve("loop.mid");

    Path cache = Path.of(System.getProperty("user.home"), ".javacpp/cache");
    run(
        "DrumLoop",
        List.of("-Duser.home=" + folder, "-Dorg.bytedeco.javacpp.cachedir=" + cache),
        loop);

    assertThat(MidiReader.read(Files.readAllBytes(loop)).notes()).isNotEmpty();
  }

  @Test
  void aModelNeedsNoSpark() {
    assertThat(CLASS_PATHS.get("DrumLoop")).contains("nd4j-native").doesNotContain("/spark-");
    assertThat(CLASS_PATHS.get("PrintNotes")).doesNotContain("/hadoop-").doesNotContain("/nd4j-");
  }

  @Test
  void eachJarIsAModuleAndNoPackageIsInTwo() throws IOException {
    Map<String, String> jarOfPackage = new HashMap<>();
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      try (JarFile jar = new JarFile(jar(module).toFile())) {
        String name = jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
        assertThat(name)
            .isEqualTo(module.getValue().replace('-', '.').replace("partita", "io.partita"));
        assertThat(page).contains("`" + name + "`");
        jar.stream()
            .map(entry -> entry.getName())
            .filter(entry -> entry.endsWith(".class"))
            .map(entry -> entry.substring(0, entry.lastIndexOf('/')))
            .distinct()
            .forEach(each -> assertThat(jarOfPackage.put(each, name)).as(each).isNull());
      }
    }
  }

  /** The module's own jar, as its build leaves it. */
  private static Path jar(Map.Entry<String, String> module) {
    return HOME.resolve(module.getKey())
        .resolve("target/" + module.getValue() + "-" + version + ".jar");
  }

  /**
   * As {@code mvn install} leaves an artifact in a local repository, here one of the test's own.
   */
  private static void install(String artifact, Path pom, Path jar) throws IOException {
    Path place =
        Files.createDirectories(REPOSITORY.resolve("io/partita/" + artifact + "/" + version));
    String name = artifact + "-" + version;
    Files.copy(pom, place.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    if (jar != null) {
      Files.copy(jar, place.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String pom(String artifact, String packaging, String body) {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>org.example</groupId>
      <artifactId>%s</artifactId>
      <version>1</version>
      <packaging>%s</packaging>
      %s
      %s
    </project>
    """
        .formatted(artifact, packaging, first(page, BOM.pattern()), body);
  }

  /** What is no artifact of Partita comes from the repository of this build. */
  private static void resolve(String pluginVersion) throws Exception {
    String shared =
        System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
    PartitaRun run =
        program(
            folder,
            List.of(
                HOME.resolve("mvnw").toAbsolutePath().toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "-Dmaven.repo.local=" + REPOSITORY.toAbsolutePath(),
                "-Dmaven.repo.local.tail=" + shared,
                "-Dmdep.outputFile=class-path.txt",
                "org.apache.maven.plugins:maven-dependency-plugin:"
                    + pluginVersion
                    + ":build-classpath"));
    assumeFalse(
        run.out().contains("Could not transfer artifact"),
        "Maven cannot download the poms that such a project needs besides those of this build");
    ended(run);
  }

  private static void compile(String name) throws IOException {
    Path project = folder.resolve(name);
    String classPath = Files.readString(project.resolve("class-path.txt")).strip();
    CLASS_PATHS.put(name, project + File.pathSeparator + classPath);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                classPath,
                "-proc:none",
                "-d",
                project.toString(),
                project.resolve(name + ".java").toString());
    assertThat(exit).as("javac %s", name).isZero();
  }

  private static PartitaRun run(String name, List<String> options, Object... arguments)
      throws Exception {
    PartitaRun run = started(name, CLASS_PATHS.get(name), options, arguments);
    ended(run);
    return run;
  }

  private static PartitaRun started(
      String name, String classPath, List<String> options, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChildPartita.compilers());
    command.add("-Xmx1g");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, name));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return program(folder.resolve(name), command);
  }

  private static PartitaRun program(Path work, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    try (ChildPartita child =
        ChildPartita.start(Files.createTempDirectory(folder, "logs"), builder)) {
      return child.end();
    }
  }

  private static void ended(PartitaRun run) {
    assertThat(run.exitCode()).as("%s%n%s", run.out(), run.err()).isZero();
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
