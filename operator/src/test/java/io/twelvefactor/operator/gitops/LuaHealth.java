package io.twelvefactor.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;

/**
 * What a health.lua says of an object, run as Argo CD runs a script of {@code argocd-cm}: the
 * object is the global {@code obj}, numbers are floating, and of Lua's libraries there are only
 * base, package and table.
 *
 * @param status Healthy, Progressing, Suspended or Degraded
 * @param message what Argo CD shows beside it
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/health/">Resource
 *     Health</a>
 */
public record LuaHealth(String status, String message) {

  /** Runs a script on an object as it was read from YAML or JSON. */
  public static LuaHealth of(String script, Map<String, ?> object) {
    Globals globals = new Globals();
    globals.load(new JseBaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", value(object));
    LuaValue said = globals.load(script, "health.lua").call();
    assertThat(said.istable()).as("a table is returned").isTrue();
    String status = said.get("status").checkjstring();
    assertThat(status).isIn("Healthy", "Progressing", "Suspended", "Degraded");
    return new LuaHealth(status, said.get("message").checkjstring());
  }

  private static LuaValue value(Object value) {
    if (value instanceof Map<?, ?> map) {
      LuaTable table = new LuaTable();
      map.forEach((key, entry) -> table.set(String.valueOf(key), value(entry)));
      return table;
    }
    if (value instanceof List<?> list) {
      return LuaTable.listOf(list.stream().map(LuaHealth::value).toArray(LuaValue[]::new));
    }
    if (value instanceof Boolean flag) {
      return LuaValue.valueOf(flag);
    }
    if (value instanceof Number number) {
      return LuaValue.valueOf(number.doubleValue());
    }
    return value == null ? LuaValue.NIL : LuaValue.valueOf(value.toString());
  }
}
