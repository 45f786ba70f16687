package io.twelvefactor.operator.rules;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The waivers of an app as JSON, and which of them still hold on a day. */
final class Waivers {
  /** Lenient, since the schema cannot tell that there is no 31 February. */
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.LENIENT);

  private Waivers() {}

  /** The same app without the waivers that have expired. */
  static Map<String, Object> inForce(Map<String, ?> app, LocalDate today) {
    return with(app, all(app).stream().filter(waiver -> !expired(waiver, today)).toList());
  }

  /** The same app without any waiver. */
  static Map<String, Object> without(Map<String, ?> app) {
    return with(app, List.of());
  }

  /** Why a rule is waived. */
  static Optional<String> reason(Map<String, ?> app, String rule) {
    return find(app, rule).map(waiver -> String.valueOf(waiver.get("reason")));
  }

  /** The day on which the waiver of a rule ended, if it did before today. */
  static Optional<String> expiry(Map<String, ?> app, String rule, LocalDate today) {
    return find(app, rule)
        .filter(waiver -> expired(waiver, today))
        .map(waiver -> String.valueOf(waiver.get("expires")));
  }

  private static Optional<Map<?, ?>> find(Map<String, ?> app, String rule) {
    return all(app).stream().filter(waiver -> rule.equals(waiver.get("rule"))).findFirst();
  }

  private static boolean expired(Map<?, ?> waiver, LocalDate today) {
    if (!(waiver.get("expires") instanceof String day)) {
      return false;
    }
    try {
      return today.isAfter(LocalDate.parse(day, DAY));
    } catch (DateTimeParseException e) {
      return true; // the schema refuses such a day; it is no excuse
    }
  }

  private static List<Map<?, ?>> all(Map<String, ?> app) {
    List<Map<?, ?>> waivers = new ArrayList<>();
    if (app.get("spec") instanceof Map<?, ?> spec && spec.get("waivers") instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> waiver) {
          waivers.add(waiver);
        }
      }
    }
    return waivers;
  }

  private static Map<String, Object> with(Map<String, ?> app, List<Map<?, ?>> waivers) {
    Map<String, Object> copy = new LinkedHashMap<>(app);
    Map<Object, Object> spec = new LinkedHashMap<>((Map<?, ?>) app.get("spec"));
    spec.remove("waivers");
    if (!waivers.isEmpty()) {
      spec.put("waivers", waivers);
    }
    copy.put("spec", spec);
    return copy;
  }
}
