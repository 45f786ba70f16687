package io.twelvefactor.operator.sample;

import io.twelvefactor.operator.observe.PodFact;
import io.twelvefactor.operator.observe.PodTerms;
import io.twelvefactor.operator.observe.Setback;
import io.twelvefactor.operator.observe.SidecarFact;

/** A pod of the process type web, on an ordinary node, to which nothing has happened yet. */
public final class SomePod {
  private final String name;
  private final String process;
  private final int release;
  private final boolean ready;
  private int restarts;
  private String imageId = Sample.image(1);
  private String trouble;
  private Setback setback;
  private SidecarFact logSidecar;
  private PodTerms terms = PodTerms.ORDINARY;

  private SomePod(String name, String process, int release, boolean ready) {
    this.name = name;
    this.process = process;
    this.release = release;
    this.ready = ready;
  }

  public static SomePod ready(String name, String process, int release) {
    return new SomePod(name, process, release, true);
  }

  public static SomePod unready(String name, String process, int release) {
    return new SomePod(name, process, release, false);
  }

  public SomePod restarts(int count) {
    restarts = count;
    return this;
  }

  public SomePod runs(String id) {
    imageId = id;
    return this;
  }

  public SomePod trouble(String reason) {
    trouble = reason;
    return this;
  }

  public SomePod setback(Setback last) {
    setback = last;
    return this;
  }

  public SomePod logSidecar(SidecarFact fact) {
    logSidecar = fact;
    return this;
  }

  public SomePod terms(PodTerms given) {
    terms = given;
    return this;
  }

  public PodFact fact() {
    return new PodFact(
        name,
        process,
        release,
        ready,
        false,
        restarts,
        imageId,
        trouble,
        setback,
        logSidecar,
        terms);
  }
}
