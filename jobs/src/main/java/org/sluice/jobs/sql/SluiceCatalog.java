package org.sluice.jobs.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The product's functions in Spark SQL, by {@code
 * spark.sql.catalog.sluice=org.sluice.jobs.sql.SluiceCatalog}.
 *
 * <p>Options, each behind {@code spark.sql.catalog.sluice.}: {@code hash_key_env}, the environment
 * variable of the driver with the key for redaction in the mode hash; {@code tagger}, the folder of
 * a token classification model that finds names, and {@code tagger_labels}, what its labels mean
 * ({@code PER=PERSON,GPE=LOCATION}).
 */
public final class SluiceCatalog implements FunctionCatalog, SupportsNamespaces {
  private static final String HASH_KEY_ENV = "hash_key_env";
  private static final String TAGGER = "tagger";
  private static final String TAGGER_LABELS = "tagger_labels";

  private final Map<String, SqlFunction> functions = new LinkedHashMap<>();
  private String name = SqlFunction.CATALOG;

  @Override
  public void initialize(String given, CaseInsensitiveStringMap options) {
    name = given;
    PrivacySetup privacy =
        PrivacySetup.of(
            options.getOrDefault(HASH_KEY_ENV, ""),
            options.getOrDefault(TAGGER, ""),
            options.getOrDefault(TAGGER_LABELS, ""));
    for (SqlFunction function : SqlFunctions.all(privacy)) {
      functions.put(function.name(), function);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public UnboundFunction loadFunction(Identifier wanted) throws NoSuchFunctionException {
    String key = String.join(".", wanted.namespace()) + "." + wanted.name();
    SqlFunction function = functions.get(key.toLowerCase(java.util.Locale.ROOT));
    if (function == null) {
      throw new NoSuchFunctionException(wanted);
    }
    return new Unbound(function);
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) throws NoSuchNamespaceException {
    loadNamespaceMetadata(namespace);
    String within = String.join(".", namespace);
    return functions.values().stream()
        .filter(function -> function.namespace().equals(within))
        .map(SqlFunction::name)
        .map(full -> Identifier.of(namespace, full.substring(within.length() + 1)))
        .toArray(Identifier[]::new);
  }

  @Override
  public String[][] listNamespaces() {
    TreeSet<String> names = new TreeSet<>();
    functions.values().forEach(function -> names.add(function.namespace()));
    return names.stream().map(found -> new String[] {found}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] within) throws NoSuchNamespaceException {
    if (within.length == 0) {
      return listNamespaces();
    }
    loadNamespaceMetadata(within);
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 0
        || namespace.length == 1
            && functions.values().stream().anyMatch(f -> f.namespace().equals(namespace[0]));
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    return Map.of();
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw fixed();
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw fixed();
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw fixed();
  }

  private UnsupportedOperationException fixed() {
    return new UnsupportedOperationException(
        "The catalog " + name + " holds the functions of Sluice and nothing else");
  }
}
