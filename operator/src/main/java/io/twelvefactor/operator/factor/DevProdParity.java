package io.twelvefactor.operator.factor;

/** X. Keep development, staging, and production as similar as possible. */
final class DevProdParity implements Factor {
  @Override
  public int number() {
    return 10;
  }

  @Override
  public String name() {
    return "dev-prod-parity";
  }

  @Override
  public Judgement judge(Evidence seen) {
    return Judgement.unknown("no other deploy of this app is named to compare it with");
  }
}
