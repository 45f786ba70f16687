package io.twelvefactor.sample.admin;

import java.util.Map;

public final class Admin {
  public static int run(Map<String, String> env, String... a) {
    return 0;
  }
}
