// Says of each recorded object what Argo CD and Flux would: the first by its health check in Lua, the
// second by kstatus. Usage: gitops DOCS DIRECTORY, where DIRECTORY has health.lua and testdata, and the
// table in DOCS (| `state` … | Argo CD | kstatus | …) must say the same.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

var row = regexp.MustCompile("(?m)^\\| `([a-z-]+)`[^|]*\\| (\\w+) \\| (\\w+) \\|")

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: gitops DOCS DIRECTORY"))
	}
	documented := map[string]string{}
	docs, err := os.ReadFile(os.Args[1])
	fail(err)
	for _, match := range row.FindAllStringSubmatch(string(docs), -1) {
		documented[match[1]] = match[2] + " " + match[3]
	}
	script, err := os.ReadFile(filepath.Join(os.Args[2], "health.lua"))
	fail(err)
	files, err := filepath.Glob(filepath.Join(os.Args[2], "testdata", "*.yaml"))
	fail(err)
	different := len(files) == 0
	for _, file := range files {
		object := read(file)
		health, message := argo(string(script), object)
		result, err := status.Compute(object)
		fail(err)
		state := strings.TrimSuffix(filepath.Base(file), ".yaml")
		said := health + " " + result.Status.String()
		mark := " "
		if documented[state] != said {
			mark, different = "≠", true
		}
		fmt.Printf("%s %-30s %-12s %-12s %.90s\n", mark, state, health, result.Status, message)
	}
	if different {
		fail(fmt.Errorf("%s says otherwise where ≠ stands", os.Args[1]))
	}
}

// With integers where the object has whole numbers, as the tools read them from the API server.
func read(file string) *unstructured.Unstructured {
	text, err := os.ReadFile(file)
	fail(err)
	json, err := yaml.YAMLToJSON(text)
	fail(err)
	object := &unstructured.Unstructured{}
	fail(object.UnmarshalJSON(json))
	return object
}

// With the libraries that Argo CD opens for a script of argocd-cm, its own os aside.
func argo(script string, object *unstructured.Unstructured) (string, string) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{{lua.LoadLibName, lua.OpenPackage}, {lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}} {
		open := lua.P{Fn: state.NewFunction(library.open), Protect: true}
		fail(state.CallByParam(open, lua.LString(library.name)))
	}
	state.SetGlobal("obj", value(state, object.Object))
	fail(state.DoString(script))
	health, isTable := state.Get(-1).(*lua.LTable)
	if !isTable {
		fail(fmt.Errorf("health.lua returned no table"))
	}
	return health.RawGetString("status").String(), health.RawGetString("message").String()
}

func value(state *lua.LState, from any) lua.LValue {
	switch typed := from.(type) {
	case bool:
		return lua.LBool(typed)
	case string:
		return lua.LString(typed)
	case int64:
		return lua.LNumber(typed)
	case float64:
		return lua.LNumber(typed)
	case []any:
		table := state.CreateTable(len(typed), 0)
		for _, item := range typed {
			table.Append(value(state, item))
		}
		return table
	case map[string]any:
		table := state.CreateTable(0, len(typed))
		for key, item := range typed {
			table.RawSetString(key, value(state, item))
		}
		return table
	}
	return lua.LNil
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
