package io.twelvefactor.operator.cli;

import io.twelvefactor.api.v1alpha1.TwelveFactorApp;
import io.twelvefactor.operator.rules.AppSchema;
import io.twelvefactor.operator.rules.Assessment;
import io.twelvefactor.operator.rules.Finding;
import io.twelvefactor.operator.rules.JsonPath;
import io.twelvefactor.operator.rules.Level;
import io.twelvefactor.operator.rules.NamespaceTerms;
import io.twelvefactor.operator.rules.RuleBook;
import io.twelvefactor.operator.rules.Workload;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges manifests by the schema and the rules. What a namespace says is read from its manifest,
 * where that is among them; for any other the given terms hold.
 */
final class Inspection {
  private static final RuleBook BOOK = RuleBook.shipped();

  private final NamespaceTerms elsewhere;
  private final LocalDate today;
  private final Map<String, NamespaceTerms> namespaces = new HashMap<>();

  Inspection(NamespaceTerms elsewhere, LocalDate today) {
    this.elsewhere = elsewhere;
    this.today = today;
  }

  /** What is wrong with these manifests, in their order. */
  List<Problem> of(List<Document> documents) {
    documents.stream()
        .filter(document -> document.kind().equals("Namespace"))
        .forEach(document -> namespaces.put(document.name(), terms(document)));
    return documents.stream().flatMap(this::of).toList();
  }

  /** Whether anything is known of such an object. */
  static boolean concerns(Document document) {
    return isApp(document) || Workload.of(document.content()).isPresent();
  }

  private static boolean isApp(Document document) {
    return document.kind().equals(TwelveFactorApp.KIND)
        && JsonPath.text(document.content(), "apiVersion").startsWith(TwelveFactorApp.GROUP + "/");
  }

  private static NamespaceTerms terms(Document namespace) {
    return new NamespaceTerms(
        texts(JsonPath.map(namespace.content(), "metadata", "labels")),
        texts(JsonPath.map(namespace.content(), "metadata", "annotations")));
  }

  private static Map<String, String> texts(Map<String, Object> map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  private Stream<Problem> of(Document document) {
    NamespaceTerms terms = namespaces.getOrDefault(document.namespace(), elsewhere);
    if (isApp(document)) {
      List<Finding> wrong = AppSchema.shipped().violations(document.content());
      return wrong.isEmpty()
          ? broken(document, terms)
          : wrong.stream().map(finding -> problem(document, finding, true));
    }
    Optional<Workload> workload = Workload.of(document.content());
    boolean refused = terms.level() == Level.DENY;
    return workload.stream()
        .flatMap(found -> found.broken(BOOK, terms).stream())
        .map(finding -> problem(document, finding, refused));
  }

  private Stream<Problem> broken(Document document, NamespaceTerms terms) {
    Assessment assessment = Assessment.of(BOOK, document.content(), terms, today);
    boolean refused = terms.level() == Level.DENY;
    return Stream.concat(
        assessment.broken().stream().map(finding -> problem(document, finding, refused)),
        assessment.waived().stream()
            .filter(excused -> excused.ends().isPresent())
            .map(
                excused ->
                    problem(
                        document, new Finding(excused.finding().rule(), excused.told()), false)));
  }

  private static Problem problem(Document document, Finding finding, boolean refused) {
    return new Problem(
        document.file(),
        document.line(finding.message()),
        document.title(),
        finding.rule(),
        finding.message(),
        refused);
  }

  /** Where no namespace says what may be waived: all of this. */
  static NamespaceTerms allowing(List<String> rules, boolean production) {
    Map<String, String> labels =
        production ? Map.of(NamespaceTerms.ENVIRONMENT, "production") : Map.of();
    return new NamespaceTerms(labels, Map.of())
        .allowing(rules.stream().collect(Collectors.toCollection(java.util.TreeSet::new)));
  }
}
