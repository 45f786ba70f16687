package io.twelvefactor.operator.factor;

/** XI. Treat logs as event streams. */
final class Logs implements Factor {
  @Override
  public int number() {
    return 11;
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public Judgement judge(Evidence seen) {
    return Judgement.unknown(
        "stdout is left to the cluster's collector, which cannot be seen from here");
  }
}
