package io.partita.jupyter;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.file.NewFile;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that Jupyter works in instead of a person's home: its settings, and the kernel that
 * runs Java with this JVM's class path.
 *
 * @param root absolute
 */
record JupyterFolder(Path root) {
  private static final String KERNEL = "partita";

  /** What tells Jupyter, and kernels through it, where everything is. */
  Map<String, String> environment(String lake) {
    Map<String, String> environment = new LinkedHashMap<>();
    Path jupyter = root.resolve("jupyter");
    environment.put("JUPYTER_PATH", jupyter.toString());
    environment.put("JUPYTER_DATA_DIR", jupyter.resolve("data").toString());
    environment.put("JUPYTER_CONFIG_DIR", jupyter.resolve("config").toString());
    environment.put("JUPYTER_RUNTIME_DIR", jupyter.resolve("runtime").toString());
    environment.put("IPYTHONDIR", jupyter.resolve("ipython").toString());
    environment.put("PARTITA_NOTEBOOKS", root.toString());
    if (lake != null) {
      environment.put("PARTITA_LAKE", lake);
    }
    return environment;
  }

  /**
   * Writes the kernel's description.
   *
   * @param checkout with what the build left there
   * @throws UserException where it was not built
   */
  void writeKernel(Path checkout) throws IOException {
    Path mendedJar = checkout.resolve("notebooks/target/notebooks.jar");
    Path kernelJar = checkout.resolve("notebooks/target/kernel.jar");
    Path javaOptions = checkout.resolve(".spark/conf/java17.options");
    for (Path needed : List.of(mendedJar, kernelJar, javaOptions)) {
      if (!Files.exists(needed)) {
        throw new UserException(
            Mistake.MISSING_TOOL,
            "There is no " + needed + ": build the checkout, ./mvnw package.");
      }
    }
    Path folder = Files.createDirectories(root.resolve("jupyter/kernels").resolve(KERNEL));
    Path classPath = folder.resolve("class-path.jar");
    // Kernels that run have the last one open.
    NewFile.write(classPath, JupyterFolder::writeClassPath);
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.add("@" + javaOptions);
    argv.add("-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m");
    argv.add("-Dpartita.home=" + checkout);
    argv.add("-Duser.home=" + System.getProperty("user.home"));
    String more = System.getenv().getOrDefault("PARTITA_JAVA_OPTS", "");
    Stream.of(more.split("\\s+")).filter(word -> !word.isEmpty()).forEach(argv::add);
    argv.add("-cp");
    // The kernel's own libraries before Spark's.
    argv.add(
        Stream.of(mendedJar, kernelJar, classPath)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    argv.addAll(List.of("org.rapaio.jupyter.kernel.MainApp", "{connection_file}"));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("argv", argv);
    spec.put("display_name", "Java (Partita)");
    spec.put("language", "java");
    spec.put("interrupt_mode", "message");
    spec.put("env", Map.of("RJK_CLASSPATH", classPath.toString(), "SPARK_LOCAL_IP", "127.0.0.1"));
    Json.INDENTED.writeValue(folder.resolve("kernel.json").toFile(), spec);
  }

  /**
   * A jar that only lists others: the compiler of a notebook's cells takes some milliseconds for
   * each entry of its class path, and there are hundreds.
   */
  private static void writeClassPath(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .filter(Files::exists)
            .map(entry -> entry.toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
