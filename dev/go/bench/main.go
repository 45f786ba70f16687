// Measures how long the operator takes for many apps, against kubectl and against a client that does
// nothing but write; and what it costs while nothing happens. dev/lib/bench/reconcile prepares what it
// needs: a cluster in KUBECONFIG, kubectl, and the operator's command.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

var begun = time.Now()

type options struct {
	apps, growth, rounds int
	rest                 time.Duration
	onlyOperator, json   bool
	app, audit, jar      string
	java, work           string
}

func main() {
	var o options
	flag.IntVar(&o.apps, "apps", 200, "apps in a burst")
	flag.IntVar(&o.growth, "growth", 1000, "apps in the large burst; 0 for none")
	flag.IntVar(&o.rounds, "rounds", 3, "how often each is measured")
	flag.DurationVar(&o.rest, "rest", 75*time.Second, "how long to look on at rest")
	flag.BoolVar(&o.onlyOperator, "only-operator", false, "without kubectl and the plain client")
	flag.BoolVar(&o.json, "json", false, "one JSON object on standard output")
	flag.StringVar(&o.app, "app", "", "a file with one app, as JSON")
	flag.StringVar(&o.audit, "audit", "", "the API server's audit log")
	flag.StringVar(&o.jar, "jar", "", "the operator's jar")
	flag.StringVar(&o.java, "java", "java", "the Java that renders")
	flag.StringVar(&o.work, "work", "", "a directory for logs and manifests")
	flag.Parse()
	b := &bench{options: o, operator: &operator{command: flag.Args(), log: o.work}, audit: openAuditLog(o.audit)}
	b.admin = connect(8, false)
	b.run()
	if o.json {
		b.printTable(os.Stderr)
		check(json.NewEncoder(os.Stdout).Encode(b.result()), "printing the result")
	} else {
		b.printTable(os.Stdout)
	}
}

// A workload is a number of apps and, rendered by the operator's own code, the objects they become.
type workload struct {
	apps, objects []object
	manifest      string // the same objects for kubectl
}

func (b *bench) workload(n int) workload {
	template, err := os.ReadFile(b.app)
	check(err, "reading the app")
	var w workload
	appsFile := filepath.Join(b.work, fmt.Sprintf("apps-%d.yaml", n))
	w.manifest = filepath.Join(b.work, fmt.Sprintf("objects-%d.yaml", n))
	file, err := os.Create(appsFile)
	check(err, "writing the apps")
	for i := range n {
		var app map[string]any
		check(json.Unmarshal(template, &app), "reading the app")
		app["metadata"] = map[string]any{"name": fmt.Sprintf("app-%04d", i)}
		body, _ := json.Marshal(app)
		w.apps = append(w.apps, toObject(body))
		fmt.Fprintf(file, "---\n%s\n", body)
	}
	check(file.Close(), "writing the apps")
	rendered, err := exec.Command(b.java, "-jar", b.jar, "render", "-f", appsFile).Output()
	check(err, "rendering the apps")
	check(os.WriteFile(w.manifest, rendered, 0o600), "writing the objects")
	// kubectl is the YAML parser at hand.
	kubectl := exec.Command("kubectl", "create", "--dry-run=client", "--validate=false", "-o", "json", "-f", w.manifest)
	kubectl.Stderr = os.Stderr
	parsed, err := kubectl.Output()
	check(err, "reading the objects")
	for documents := json.NewDecoder(bytes.NewReader(parsed)); documents.More(); {
		var o map[string]any
		check(documents.Decode(&o), "reading the objects")
		delete(o["metadata"].(map[string]any), "namespace") // kubectl's own; each burst has another
		body, _ := json.Marshal(o)
		w.objects = append(w.objects, toObject(body))
	}
	progress("%d apps become %d objects", n, len(w.objects))
	return w
}

func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%6.1f s  %s\n", time.Since(begun).Seconds(), fmt.Sprintf(format, args...))
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
	os.Exit(1)
}

func check(err error, doing string) {
	if err != nil {
		fail("%s: %v", doing, err)
	}
}

func await(what string, patience time.Duration, done func() bool) {
	for end := time.Now().Add(patience); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			fail("%s did not come within %s", what, patience)
		}
	}
}
