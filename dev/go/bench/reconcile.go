package main

import (
	"fmt"
	"os"
	"os/exec"
	"time"
)

// A way is a plain client's number of requests at a time and its protocol.
type way struct {
	parallel int
	http2    bool
}

func (w way) String() string {
	if w.http2 {
		return fmt.Sprintf("HTTP/2, %d at a time", w.parallel)
	}
	return fmt.Sprintf("HTTP/1.1, %d at a time", w.parallel)
}

var ways = []way{{4, false}, {8, false}, {16, false}, {16, true}}

// Enough to see which way is the fastest.
const triedObjects = 300

type bench struct {
	options
	operator *operator
	admin    *cluster
	audit    *auditLog

	namespaces int
	burst      workload

	kubectl, limit, cold, warm, starts []time.Duration
	tried                              map[way]time.Duration
	best                               way
	large                              time.Duration // the large burst
	allReady                           time.Duration // from the apps' creation, of the first burst

	writes       map[string]int // of the first burst, by what
	cpu          time.Duration  // of the operator, for the first burst
	rss, hwm     float64        // after the first burst
	rssLarge     float64
	hwmLarge     float64
	rssRestarted float64
	hwmRestarted float64
	restWrites   int
	restLists    int
	restRequests int
	restarted    map[string]int // writes after a restart, by what
	restartTook  time.Duration
	podRestarts  int
}

func (b *bench) run() {
	b.burst = b.workload(b.apps)
	b.warmUpServer()
	if !b.onlyOperator {
		b.findBestWay()
	}
	for round := range b.rounds {
		progress("round %d of %d", round+1, b.rounds)
		if !b.onlyOperator {
			b.kubectl = append(b.kubectl, b.measureKubectl())
			b.limit = append(b.limit, b.measurePlain(b.best, b.burst.objects))
		}
		b.measureOperator(round == 0)
	}
	b.measureLarge()
}

// The first requests of each kind cost a server more than the later ones.
func (b *bench) warmUpServer() {
	few := b.burst.objects[:min(len(b.burst.objects), triedObjects)]
	b.inNamespace(func(namespace string) { b.admin.applyAll(namespace, few, 4) })
}

func (b *bench) inNamespace(work func(namespace string)) {
	namespace := b.newNamespace()
	work(namespace)
	b.settleAndDelete(namespace)
}

func (b *bench) newNamespace() string {
	b.namespaces++
	name := fmt.Sprintf("bench-%d", b.namespaces)
	b.admin.createNamespace(name)
	return name
}

// The controllers' own work for the objects goes on for a while; nobody else's figures should have it.
func (b *bench) settleAndDelete(namespace string) {
	time.Sleep(3 * time.Second)
	b.admin.deleteNamespace(namespace)
	time.Sleep(3 * time.Second)
}

func (b *bench) findBestWay() {
	b.tried = map[way]time.Duration{}
	objects := b.burst.objects[:min(len(b.burst.objects), triedObjects)]
	for _, w := range ways {
		b.tried[w] = b.measurePlain(w, objects)
		if b.best.parallel == 0 || b.tried[w] < b.tried[b.best] {
			b.best = w
		}
	}
	progress("the plain client is fastest with %s", b.best)
}

func (b *bench) measurePlain(w way, objects []object) (took time.Duration) {
	b.inNamespace(func(namespace string) {
		client := connect(w.parallel, w.http2)
		took = client.applyAll(namespace, objects, w.parallel)
	})
	progress("plain client, %s: %s for %d objects", w, seconds(took), len(objects))
	return took
}

func (b *bench) measureKubectl() (took time.Duration) {
	b.inNamespace(func(namespace string) {
		command := exec.Command("kubectl", "apply", "--server-side", "--namespace", namespace, "-f", b.burst.manifest)
		command.Stderr = os.Stderr
		started := time.Now()
		check(command.Run(), "kubectl apply")
		took = time.Since(started)
	})
	progress("kubectl apply --server-side: %s", seconds(took))
	return took
}

// measureOperator starts the operator afresh, gives it a burst, and then another.
func (b *bench) measureOperator(first bool) {
	b.starts = append(b.starts, b.operator.start())
	b.operator.awaitIdle()
	namespace := b.newNamespace()
	mark, idleCPU := b.audit.mark(), b.operator.cpu()
	created := time.Now()
	b.cold = append(b.cold, b.giveApps(namespace, b.burst))
	progress("operator, just started: %s", seconds(b.cold[len(b.cold)-1]))
	b.awaitReady(namespace, b.apps)
	if first {
		b.allReady = time.Since(created)
		b.audit.awaitQuiet(8 * time.Second)
		b.writes = countByKind(b.audit.since(mark))
		b.cpu = b.operator.cpu() - idleCPU
		b.rss, b.hwm = b.operator.memory("VmRSS"), b.operator.memory("VmHWM")
	}
	b.settleAndDelete(namespace)
	b.operator.awaitIdle()
	b.inNamespace(func(namespace string) {
		b.warm = append(b.warm, b.giveApps(namespace, b.burst))
		b.awaitReady(namespace, b.apps)
	})
	progress("operator, second burst: %s", seconds(b.warm[len(b.warm)-1]))
	b.operator.stop()
}

// giveApps creates the apps, all as fast as the server takes them, and returns how long it was from
// then until the last of their objects had been written for the first time.
func (b *bench) giveApps(namespace string, w workload) time.Duration {
	mark := b.audit.mark()
	started := time.Now()
	go b.admin.applyAll(namespace, w.apps, 8)
	return b.audit.awaitApplied(mark, namespace, w.objects, 10*time.Minute).Sub(started)
}

func (b *bench) awaitReady(namespace string, apps int) {
	await(fmt.Sprintf("Ready of %d apps", apps), 10*time.Minute, func() bool {
		time.Sleep(time.Second)
		return b.admin.readyApps(namespace) == apps
	})
}

// measureLarge gives an operator that has had a burst, as for the warm figures, a large one; then looks
// on at rest, and restarts it.
func (b *bench) measureLarge() {
	w := b.burst
	b.operator.start()
	b.inNamespace(func(namespace string) {
		b.giveApps(namespace, b.burst)
		b.awaitReady(namespace, b.apps)
	})
	b.operator.awaitIdle()
	if b.growth > 0 {
		w = b.workload(b.growth)
	}
	namespace := b.newNamespace()
	b.large = b.giveApps(namespace, w)
	progress("operator, %d apps: %s", len(w.apps), seconds(b.large))
	b.awaitReady(namespace, len(w.apps))
	b.audit.awaitQuiet(8 * time.Second)
	b.operator.awaitIdle()

	progress("at rest for %s", b.rest)
	mark := b.audit.mark()
	time.Sleep(b.rest)
	requests := b.audit.since(mark)
	b.restWrites, b.restLists = sum(countByKind(requests)), countVerb(requests, "list")
	b.restRequests = len(requests)
	b.rssLarge, b.hwmLarge = b.operator.memory("VmRSS"), b.operator.memory("VmHWM")

	progress("restarting the operator")
	before := b.admin.whatRuns(namespace)
	mark = b.audit.mark()
	b.operator.stop()
	restarted := time.Now()
	b.operator.start()
	b.operator.awaitIdle()
	b.restartTook = time.Since(restarted)
	time.Sleep(max(0, 30*time.Second-b.restartTook))
	b.restarted = countByKind(b.audit.since(mark))
	b.podRestarts = changes(before, b.admin.whatRuns(namespace))
	b.rssRestarted, b.hwmRestarted = b.operator.memory("VmRSS"), b.operator.memory("VmHWM")
	b.operator.stop()
}
