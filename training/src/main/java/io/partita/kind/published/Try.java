package io.partita.kind.published;
import io.partita.kind.hosted.file.Weights;
import io.partita.archive.MemoryFile;
import io.partita.numpy.Npy;
import java.nio.file.*;
public class Try { public static void main(String[] a) throws Exception {
 for (String v : new String[]{"hifigan_v1_small","hifigan_v2_small","hifigan_v3_small"}) for (String f : new String[]{"model.safetensors","generator"}) {
  Path d = Path.of("/work/shared/data/models/published/" + v);
  Weights w = Weights.read(new MemoryFile(f, Files.readAllBytes(d.resolve(f))));
  HifiGan g = new HifiGan(new com.fasterxml.jackson.databind.ObjectMapper().readTree(d.resolve("config.json").toFile()), new HifiGan.NamedWeights(w, f.equals("generator") ? "generator." : ""));
  Npy mel = Npy.read(Files.readAllBytes(d.resolve("mel.npy"))); int C = mel.shape()[0], T = mel.shape()[1];
  float[][] frames = new float[T][C]; for (int c=0;c<C;c++) for (int t=0;t<T;t++) frames[t][c]=mel.values()[c*T+t];
  long b=System.nanoTime(); float[] y = g.samples(frames); long e=System.nanoTime();
  float[] want = Npy.read(Files.readAllBytes(d.resolve("y.npy"))).values(); double m=0; for (int i=0;i<want.length;i++) m=Math.max(m,Math.abs(want[i]-y[i]));
  System.out.println(v+" "+f+" "+y.length+" "+want.length+" max diff "+m+" "+(e-b)/1e6+" ms");
 } } }
