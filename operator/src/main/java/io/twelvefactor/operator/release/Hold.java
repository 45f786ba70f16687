package io.twelvefactor.operator.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a release cannot be made or rolled out now, while what runs goes on running.
 *
 * @param reason one CamelCase word for programs
 * @param message what is missing or wrong, where (field path), and what to do
 * @param terminal whether waiting cannot help: somebody must change something in the spec
 * @param ending whether it ends by itself within a time of its own, so that waiting long is no
 *     stall
 * @param until when it ends by itself, or null where that is not known
 * @param gaps what is missing, each for itself
 */
public record Hold(
    String reason,
    String message,
    boolean terminal,
    boolean ending,
    Instant until,
    List<Gap> gaps) {

  /** The reason where a source has been asked and has not answered yet; it does within seconds. */
  public static final String ASKING = "ConfigSourcePending";

  /** The reason where pods are not made before the load balancer in front of them is. */
  public static final String AWAITING_ADDRESS = "AwaitingAddress";

  private Hold(String reason, String message, boolean terminal, boolean ending) {
    this(reason, message, terminal, ending, null, List.of());
  }

  /** What gaps add up to: the first gives the reason, all give the message. */
  public static Hold of(List<Gap> gaps) {
    return new Hold(
        gaps.get(0).reason(),
        gaps.stream().map(Gap::message).collect(Collectors.joining("; ")),
        gaps.stream().anyMatch(Gap::terminal),
        false,
        null,
        List.copyOf(gaps));
  }

  /** Something awaited that may still come. */
  public static Hold waiting(String reason, String message) {
    return new Hold(reason, message, false, false);
  }

  /** Something that only a change of the spec or of another object by hand can mend. */
  public static Hold stalled(String reason, String message) {
    return new Hold(reason, message, true, false);
  }

  /** Something under way that ends by itself. */
  public static Hold ending(String reason, String message) {
    return new Hold(reason, message, false, true);
  }

  /** Something that ends by itself at a time. */
  public static Hold until(Instant end, String reason, String message) {
    return new Hold(reason, message, false, true, end, List.of());
  }

  /** When it ends by itself, if it does. */
  public Optional<Instant> end() {
    return Optional.ofNullable(until);
  }

  /** What of it concerns one factor: the reason, and all messages as one. */
  public Optional<Gap> about(Gap.Subject subject) {
    List<Gap> concerning = gaps.stream().filter(gap -> gap.subject() == subject).toList();
    return concerning.stream()
        .findFirst()
        .map(
            first ->
                new Gap(
                    subject,
                    first.reason(),
                    concerning.stream().map(Gap::message).collect(Collectors.joining("; ")),
                    concerning.stream().anyMatch(Gap::terminal)));
  }
}
