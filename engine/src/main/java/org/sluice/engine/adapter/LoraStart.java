package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.function.Supplier;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Factoring;
import org.sluice.engine.tensor.Parameter;

/**
 * How LoRA's factors start (init_lora_weights), and what that makes of the base.
 *
 * <ul>
 *   <li>true: A uniform within 1/sqrt(in), B zero; gaussian: A from N(0, 1/r²)
 *   <li>pissa (Meng et al. 2024): the r largest singular triplets; olora (Büyükakyüz 2024): the
 *       first r columns of Q and rows of R. The base keeps what is left: W − s B₀ A₀
 *   <li>orthogonal: random, but B A is zero, since A's rows and B's are spanned by different rows
 *       of an orthogonal matrix; r must be even
 *   <li>loftq (Li et al. 2023): the base becomes its own 4-bit rounding, A and B the best rank-r
 *       approximation of what that lost, in turns
 *   <li>mica (arXiv 2604.01694): B, which does not train, the left vectors of the smallest singular
 *       values, A zero
 *   <li>eva (Paischer et al. 2024): A the principal components of the inputs, B zero; ranks go
 *       where components explain most
 *   <li>corda (Yang et al. 2024), lora_ga (Wang et al. 2024): singular vectors of the weights over
 *       the inputs' covariance, or of the weights' gradient. The base keeps W − s B₀ A₀; saved as
 *       plain LoRA of twice the rank
 * </ul>
 */
enum LoraStart {
  DEFAULT("lora"),
  GAUSSIAN("lora"),
  RANDOM("lora"),
  PISSA("lora_beside"),
  OLORA("lora_beside"),
  LOFTQ("lora_on"),
  ORTHOGONAL("lora"),
  MICA("lora"),
  EVA("lora"),
  CORDA("lora_beside"),
  LORA_GA("lora_beside"),
  /** What pissa, olora or loftq took out of a base that is there without it. */
  TAKEN("lora");

  /**
   * Start values of A and B.
   *
   * @param constants what the formula wants besides
   */
  record Pair(Supplier<float[]> a, Supplier<float[]> b, List<PtNDArray> constants) {}

  private final String formula;

  LoraStart(String formula) {
    this.formula = formula;
  }

  static LoraStart of(PeftSettings settings) {
    String name = LoraMethod.startName(settings);
    return switch (name) {
      case "true" -> DEFAULT;
      case "false" -> RANDOM;
      case "gaussian" -> GAUSSIAN;
      case "olora" -> OLORA;
      case "loftq" -> LOFTQ;
      case "orthogonal" -> ORTHOGONAL;
      case "mica" -> MICA;
      case "eva" -> EVA;
      case "corda" -> CORDA;
      case "lora_ga" -> LORA_GA;
      case LoraMethod.TAKEN -> TAKEN;
      default -> {
        Check.that(
            name.equals("pissa") || name.matches("pissa_niter_[0-9]+"),
            "init_lora_weights must be true, false, gaussian, orthogonal, pissa, pissa_niter_N,"
                + " olora, loftq, mica, eva, corda or lora_ga, got %s",
            name);
        yield PISSA;
      }
    };
  }

  /**
   * The same where factors are read: what corda and lora_ga took out of the base was data's, so the
   * base is without it or the file is none of theirs.
   */
  static LoraStart of(PeftSettings settings, boolean stored) {
    LoraStart start = of(settings);
    return stored && start.convertsWhenSaved() ? TAKEN : start;
  }

  /** Whether it looks at sample data. */
  boolean looksAtData() {
    return this == EVA || convertsWhenSaved();
  }

  /** Whether what is saved is plain LoRA on the base as it was loaded. */
  boolean convertsWhenSaved() {
    return this == CORDA || this == LORA_GA;
  }

  /** Whether the base is another one than was loaded. */
  boolean changesBase() {
    return !formula.equals("lora");
  }

  String formula() {
    return formula;
  }

  /** The rank of factors that are taken out of a matrix: it has no more singular values. */
  int rank(Site site, int asked) {
    return switch (this) {
      case DEFAULT, GAUSSIAN, RANDOM, ORTHOGONAL, MICA, EVA, CORDA, LORA_GA -> asked;
      case PISSA, OLORA, LOFTQ, TAKEN -> Math.min(asked, Math.min(site.rows(), site.columns()));
    };
  }

  Pair pair(Attaching on, Site site, int rank, double scale) {
    String nameA = Lora.nameA(site.module());
    String nameB = Lora.nameB(site.module());
    int sizeA = rank * site.columns();
    int sizeB = rank * site.rows();
    return switch (this) {
      case DEFAULT, TAKEN ->
          new Pair(
              () -> on.inits().kaiming(nameA, sizeA, site.columns()),
              () -> new float[sizeB],
              List.of());
      case RANDOM ->
          new Pair(
              () -> on.inits().kaiming(nameA, sizeA, site.columns()),
              () -> on.inits().kaiming(nameB, sizeB, rank),
              List.of());
      case GAUSSIAN ->
          new Pair(
              () -> on.inits().normal(nameA, sizeA, 1.0 / rank), () -> new float[sizeB], List.of());
      case PISSA -> beside(on, site, rank, on.factoring().pissa(weight(on, site), rank, scale));
      case OLORA -> beside(on, site, rank, on.factoring().olora(weight(on, site), rank));
      case LOFTQ -> loftq(on, site, rank);
      case ORTHOGONAL -> orthogonal(on, site, rank);
      case MICA ->
          new Pair(
              () -> new float[sizeA], () -> on.factoring().mica(weight(on, site), rank), List.of());
      case EVA ->
          new Pair(
              () ->
                  on.learnt(site)
                      .map(Factoring.Factors::a)
                      .orElseGet(() -> on.inits().kaiming(nameA, sizeA, site.columns())),
              () -> new float[sizeB],
              List.of());
      case CORDA, LORA_GA -> beside(on, site, rank, on.learnt(site).orElseThrow());
    };
  }

  private static Factoring.Matrix weight(Attaching on, Site site) {
    return new Factoring.Matrix(on.base(site), site.rows(), site.columns());
  }

  private static Pair beside(Attaching on, Site site, int rank, Factoring.Factors start) {
    return new Pair(
        start::a,
        start::b,
        List.of(
            on.constant(start.a(), rank, site.columns()),
            on.constant(start.b(), site.rows(), rank)));
  }

  private static Pair orthogonal(Attaching on, Site site, int rank) {
    Check.that(rank % 2 == 0, "init_lora_weights orthogonal needs an even r, got %d", rank);
    String nameA = Lora.nameA(site.module());
    String nameB = Lora.nameB(site.module());
    float[] random = on.inits().normal(nameA + ".basis", rank * rank, 1);
    float[] q = on.factoring().olora(new Factoring.Matrix(random, rank, rank), rank).b();
    int half = rank / 2;
    float[] inputs = on.inits().normal(nameA, half * site.columns(), 1);
    float[] outputs = on.inits().normal(nameB, half * site.rows(), 1);
    return new Pair(
        () -> Parameter.transposed(inSpanOf(q, rank, 0, inputs), site.columns(), rank),
        () -> inSpanOf(q, rank, 1, outputs),
        List.of());
  }

  /** [n, r]: a tenth of random [n, r / 2] times every second row of q [r, r]. */
  private static float[] inSpanOf(float[] q, int rank, int first, float[] random) {
    int half = rank / 2;
    float[] made = new float[2 * random.length];
    for (int i = 0; i < made.length; i++) {
      double sum = 0;
      for (int j = 0; j < half; j++) {
        sum += random[i / rank * half + j] * q[(2 * j + first) * rank + i % rank];
      }
      made[i] = (float) (sum / 10);
    }
    return made;
  }

  private static Pair loftq(Attaching on, Site site, int rank) {
    Object steps = on.method().settings().map("loftq_config").getOrDefault("loftq_iter", 1);
    Object bits = on.method().settings().map("loftq_config").getOrDefault("loftq_bits", 4);
    Check.that(
        bits instanceof Number number && number.intValue() == 4,
        "loftq_bits must be 4, got %s",
        bits);
    Factoring.Quantised start =
        on.factoring().loftq(weight(on, site), rank, ((Number) steps).intValue());
    return new Pair(
        start.factors()::a,
        start.factors()::b,
        List.of(on.constant(start.base(), site.rows(), site.columns())));
  }
}
