package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"sort"
	"time"
)

// What --json prints; the ratios are of times.
type result struct {
	Measure            string   `json:"measure"`
	Apps               int      `json:"apps"`
	VsKubectl          *float64 `json:"vs_kubectl"`
	VsLimit            *float64 `json:"vs_limit"`
	WritesPerApp       float64  `json:"writes_per_app"`
	WritesAtRest       float64  `json:"writes_at_rest_per_minute"`
	WritesAfterRestart int      `json:"writes_after_restart"`
	PodRestarts        int      `json:"pod_restarts"`
	RSSMiB             float64  `json:"rss_mib"`
	Growth             *float64 `json:"growth"`
}

func (b *bench) result() result {
	return result{
		Measure:            "reconcile",
		Apps:               b.apps,
		VsKubectl:          ratio(median(b.cold), median(b.kubectl)),
		VsLimit:            ratio(median(b.cold), median(b.limit)),
		WritesPerApp:       round(float64(sum(b.writes)) / float64(b.apps)),
		WritesAtRest:       round(float64(b.restWrites) / b.rest.Minutes()),
		WritesAfterRestart: sum(b.restarted),
		PodRestarts:        b.podRestarts,
		RSSMiB:             round(max(b.rssLarge, b.rssRestarted)),
		Growth:             b.growthRatio(),
	}
}

// growthRatio compares like with like: both bursts met an operator that had had one.
func (b *bench) growthRatio() *float64 {
	if b.growth == 0 {
		return nil
	}
	return ratio(b.large/time.Duration(b.growth), median(b.warm)/time.Duration(b.apps))
}

func (b *bench) printTable(out io.Writer) {
	r := b.result()
	line := func(what, value, note string) { fmt.Fprintf(out, "%-46s %12s  %s\n", what, value, note) }
	fmt.Fprintf(out, "\n%d apps, %d objects; medians of %d\n", b.apps, len(b.burst.objects), b.rounds)
	if !b.onlyOperator {
		line("kubectl apply --server-side", seconds(median(b.kubectl)), spread(b.kubectl))
		for _, w := range ways {
			line("plain client, "+w.String(), seconds(b.tried[w]), fmt.Sprintf("tried once, for %d objects", min(triedObjects, len(b.burst.objects))))
		}
		line("plain client, the best of these", seconds(median(b.limit)), b.best.String()+"; "+spread(b.limit))
	}
	line("operator, just started", seconds(median(b.cold)), spread(b.cold))
	line("operator, its second burst", seconds(median(b.warm)), spread(b.warm))
	line("operator, until every app was Ready", seconds(b.allReady), "once; a web process must be ready for 5 s")
	line("operator, its start", seconds(median(b.starts)), spread(b.starts))
	if !b.onlyOperator {
		line("against kubectl", times(r.VsKubectl), "target: under 0.5; second burst "+times(ratio(median(b.warm), median(b.kubectl))))
		line("against the plain client", times(r.VsLimit), "target: at most 1.25; second burst "+times(ratio(median(b.warm), median(b.limit))))
	}
	fmt.Fprintln(out)
	line("API writes per app until all was quiet", fmt.Sprintf("%.2f", r.WritesPerApp), "by the operator's user, from the audit log")
	printKinds(line, b.writes, b.apps)
	line("processor time per app", fmt.Sprintf("%.0f ms", float64(b.cpu.Milliseconds())/float64(b.apps)), "of the operator just started, until all was quiet")
	large := max(b.growth, b.apps)
	fmt.Fprintf(out, "\nwith %d apps\n", large)
	line("until their last object", seconds(b.large), "")
	if b.growth > 0 {
		line("time per app against that at "+fmt.Sprint(b.apps), times(r.Growth), "target: at most 1.2; both in a second burst")
	}
	line("writes a minute at rest", fmt.Sprintf("%.2f", r.WritesAtRest), fmt.Sprintf("target: 0; %d in %s", b.restWrites, b.rest))
	line("lists a minute at rest", fmt.Sprintf("%.2f", float64(b.restLists)/b.rest.Minutes()), fmt.Sprintf("%d requests of any kind", b.restRequests))
	line("writes after a restart", fmt.Sprint(r.WritesAfterRestart), "target: 0; idle after "+seconds(b.restartTook))
	printKinds(line, b.restarted, large)
	line("pods and pod templates a restart changed", fmt.Sprint(r.PodRestarts), "target: 0")
	fmt.Fprintln(out)
	line(fmt.Sprintf("resident memory at %d apps", b.apps), mib(b.rss), "at most "+mib(b.hwm))
	line(fmt.Sprintf("resident memory at %d apps", large), mib(b.rssLarge), "at most "+mib(b.hwmLarge)+"; target: 128 MiB")
	line("and after a restart", mib(b.rssRestarted), "at most "+mib(b.hwmRestarted))
}

// printKinds shows how often each app was written in which way, the most frequent first.
func printKinds(line func(what, value, note string), counts map[string]int, apps int) {
	kinds := slices.Collect(maps.Keys(counts))
	sort.Slice(kinds, func(i, j int) bool { return counts[kinds[i]] > counts[kinds[j]] })
	for _, kind := range kinds {
		line("  "+kind, fmt.Sprintf("%.2f", float64(counts[kind])/float64(apps)), "an app")
	}
}

func median(of []time.Duration) time.Duration {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func spread(of []time.Duration) string {
	return fmt.Sprintf("%s to %s", seconds(slices.Min(of)), seconds(slices.Max(of)))
}

func ratio(of, to time.Duration) *float64 {
	if to == 0 {
		return nil
	}
	r := round(float64(of) / float64(to))
	return &r
}

func round(x float64) float64 { return math.Round(x*100) / 100 }

func times(r *float64) string {
	if r == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f", *r)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
func mib(x float64) string           { return fmt.Sprintf("%.0f MiB", x) }
