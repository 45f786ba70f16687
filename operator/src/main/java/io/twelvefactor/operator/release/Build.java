package io.twelvefactor.operator.release;

import io.twelvefactor.api.v1alpha1.PromotionRecord;
import io.twelvefactor.api.v1alpha1.RecordedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must be the same from one deploy of an app to the next: the image by its digest, and which
 * processes run with which commands. Config and scale are each deploy's own.
 *
 * @param digest of the image, or null where the release names none
 * @param processes command and arguments of each process type
 * @param adminProcesses command and arguments of each admin process
 */
public record Build(
    String digest, Map<String, List<String>> processes, Map<String, List<String>> adminProcesses) {

  public static Build of(ReleaseInputs inputs) {
    return new Build(
        digest(inputs.image()), commands(inputs.processes()), commands(inputs.adminProcesses()));
  }

  public static Build of(PromotionRecord record) {
    return new Build(
        record.digest(), recorded(record.processes()), recorded(record.adminProcesses()));
  }

  /** The digest that an image reference names. */
  public static String digest(String image) {
    int at = image.indexOf('@');
    return at < 0 ? null : image.substring(at + 1);
  }

  /** In what processes another build differs, as a list for people; empty where it does not. */
  public Optional<String> differences(Build other) {
    List<String> differing = new ArrayList<>();
    compare("process", processes, other.processes, differing);
    compare("admin process", adminProcesses, other.adminProcesses, differing);
    return differing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differing));
  }

  private static void compare(
      String what,
      Map<String, List<String>> here,
      Map<String, List<String>> there,
      List<String> differing) {
    TreeSet<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    for (String name : names) {
      if (!there.containsKey(name)) {
        differing.add("%s %s is only here".formatted(what, name));
      } else if (!here.containsKey(name)) {
        differing.add("%s %s is only there".formatted(what, name));
      } else if (!here.get(name).equals(there.get(name))) {
        differing.add(
            "%s %s runs %s here and %s there"
                .formatted(what, name, here.get(name), there.get(name)));
      }
    }
  }

  private static Map<String, List<String>> commands(List<PodInputs> pods) {
    return pods.stream()
        .collect(
            Collectors.toMap(
                PodInputs::name,
                pod -> command(pod.command(), pod.args()),
                (a, b) -> b,
                TreeMap::new));
  }

  private static Map<String, List<String>> recorded(List<RecordedProcess> processes) {
    return processes.stream()
        .collect(
            Collectors.toMap(
                RecordedProcess::name,
                process -> command(process.command(), process.args()),
                (a, b) -> b,
                TreeMap::new));
  }

  /** A boundary between the two, since [a] with [b] is another entry point than [a, b]. */
  private static List<String> command(List<String> command, List<String> args) {
    return args.isEmpty()
        ? command
        : Stream.of(command, List.of("--args"), args).flatMap(List::stream).toList();
  }
}
