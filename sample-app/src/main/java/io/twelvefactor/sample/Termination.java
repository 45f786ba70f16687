package io.twelvefactor.sample;

import io.quarkus.runtime.Quarkus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Makes SIGTERM an ordinary end: the same drain as always, then exit code 0.
 *
 * <p>Left alone, the JVM drains as well but exits with 143, which a supervisor cannot tell from
 * having been cut off.
 */
final class Termination {

  private Termination() {}

  static void exitCleanlyOnSigterm() {
    try {
      // By reflection, because javac warns of this class by name and warnings are errors here; the
      // JDK has no other way to meet a signal (module jdk.unsupported, made to stay for this).
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler exit =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              Quarkus.asyncExit(0);
            }
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("TERM"),
              Proxy.newProxyInstance(
                  Termination.class.getClassLoader(), new Class<?>[] {handler}, exit));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      JsonLine.info("SIGTERM will end with exit code 143: this JVM lets no one handle it").print();
    }
  }
}
