import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.text.dedup.MinHash;

/** MB of text a second that one thread signs; the first rounds, in which it is compiled, are left out. */
class MinHashRate {
  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<String> texts = new ArrayList<>();
    long bytes = 0;
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      texts.add(json.readTree(line).path("text").asText());
      bytes += texts.get(texts.size() - 1).getBytes("UTF-8").length;
    }
    MinHash minhash = new MinHash(5, 14, 8, 1);
    double best = 0;
    for (int round = 0; round < 6; round++) {
      long begin = System.nanoTime();
      long sum = 0;
      for (String text : texts) {
        for (long key : minhash.bandKeys(minhash.signature(text, "en"))) {
          sum += key;
        }
      }
      double rate = bytes / 1e6 / ((System.nanoTime() - begin) / 1e9);
      best = round < 2 || sum == 0 ? 0 : Math.max(best, rate);
    }
    System.out.printf("sluice: %.2f MB/s, %d texts%n", best, texts.size());
  }
}
