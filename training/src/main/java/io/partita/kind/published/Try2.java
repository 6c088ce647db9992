package io.partita.kind.published;
import io.partita.kind.hosted.file.Weights;
import io.partita.archive.MemoryFile;
import io.partita.kind.published.Encodec.Signal;
import io.partita.numpy.Npy;
import java.nio.file.*;
import java.util.*;
public class Try2 {
 static Signal of(Npy x, int from, int to) { int C=x.shape()[0], T=x.shape()[1]; float[] xv=x.values(); float[] v=new float[(to-from)*C]; for (int t=from;t<to;t++) for (int c=0;c<C;c++) v[(t-from)*C+c]=xv[c*T+t]; return new Signal(to-from,C,v); }
 static double diff(Signal s, Npy want) { int C=want.shape()[0], T=want.shape()[1]; double m=0; float[] wv=want.values(); for (int t=0;t<Math.min(T,s.length());t++) for (int c=0;c<C;c++) m=Math.max(m,Math.abs(s.values()[t*C+c]-wv[c*T+t])); return m; }
 public static void main(String[] a) throws Exception {
 for (String v : new String[]{"encodec_24khz_small","encodec_48khz_small"}) {
  Path d = Path.of("/work/shared/data/models/published/" + v);
  Encodec e = new Encodec(new com.fasterxml.jackson.databind.ObjectMapper().readTree(d.resolve("config.json").toFile()), Weights.read(new MemoryFile(v, Files.readAllBytes(d.resolve("model.safetensors")))));
  Npy x = Npy.read(Files.readAllBytes(d.resolve("x.npy"))); int T=x.shape()[1];
  Signal z = e.encode(of(x,0,e.sampleRate)); System.out.println(v+" z "+z.length()+" diff "+diff(z,Npy.read(Files.readAllBytes(d.resolve("z_first_second.npy")))));
  for (String rate : v.contains("24")?new String[]{"1.5","6"}:new String[]{"3","12"}) { int books = rate.equals("1.5")||rate.equals("3")?2:8;
   Process p = new ProcessBuilder("python3","-c","import numpy as np,sys\nz=np.load(sys.argv[1])\ni=0\nwhile 'frame%d'%i in z:\n  np.savetxt(sys.stdout,z['frame%d'%i].astype(int),fmt='%d'); print('--'); i+=1",d.resolve("codes_"+rate+".npz").toString()).start();
   List<List<int[]>> want=new ArrayList<>(); want.add(new ArrayList<>()); for (String l : new String(p.getInputStream().readAllBytes()).split("\n")) { if (l.equals("--")) want.add(new ArrayList<>()); else want.get(want.size()-1).add(Arrays.stream(l.trim().split(" ")).mapToInt(Integer::parseInt).toArray()); }
   int seg = e.normalizes ? e.sampleRate : T; int stride = e.normalizes ? (int)(seg*.99) : T; int wrong=0,total=0; List<Signal> made=new ArrayList<>();
   for (int i=0, from=0; from<T; from+=stride, i++) { Signal part=of(x,from,Math.min(T,from+seg)); float scale=1; if (e.normalizes) { double s=0; for (int t=0;t<part.length();t++){ double m=0; for (int c=0;c<part.channels();c++) m+=part.values()[t*part.channels()+c]; m/=part.channels(); s+=m*m;} scale=(float)(Math.sqrt(s/part.length())+1e-8); float[] n=part.values().clone(); for (int k=0;k<n.length;k++) n[k]/=scale; part=new Signal(part.length(),part.channels(),n);} 
    int[][] codes=e.codes(e.encode(part),books); if (i>=want.size()-1) break; for (int q=0;q<books;q++) for (int t=0;t<codes[q].length;t++){ total++; if (codes[q][t]!=want.get(i).get(q)[t]) wrong++; }
    int[][] theirs=want.get(i).toArray(int[][]::new); Signal y=e.decode(e.dequantized(theirs)); float[] sv=y.values().clone(); for (int k=0;k<sv.length;k++) sv[k]*=scale; made.add(new Signal(y.length(),y.channels(),sv)); }
   int C=x.shape()[0]; double[] sum=new double[(stride*(made.size()-1)+made.get(made.size()-1).length())*C], ws=new double[sum.length/C]; int fl=made.get(0).length();
   for (int i=0;i<made.size();i++) { Signal y=made.get(i); for (int t=0;t<y.length();t++){ double tt=(t+1.0)/(fl+1); double w=made.size()==1?1:.5-Math.abs(tt-.5); ws[i*stride+t]+=w; for (int c=0;c<C;c++) sum[(i*stride+t)*C+c]+=w*y.values()[t*C+c]; } }
   float[] out=new float[sum.length]; for (int t=0;t<ws.length;t++) for (int c=0;c<C;c++) out[t*C+c]=(float)(sum[t*C+c]/ws[t]);
   System.out.println("  "+rate+" kbit codes wrong "+wrong+" of "+total+" sound diff "+diff(new Signal(ws.length,C,out),Npy.read(Files.readAllBytes(d.resolve("y_"+rate+".npy")))));
  } } } }
