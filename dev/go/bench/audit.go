package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"time"
)

const operatorUser = "system:serviceaccount:twelvefactor-system:twelvefactor-operator"

// A request of the operator that the API server answered, from the server's own audit log.
type request struct {
	Verb      string
	At        time.Time `json:"stageTimestamp"`
	User      struct{ Username string }
	ObjectRef struct{ Resource, Subresource, Namespace, Name string }
	Status    struct{ Code int } `json:"responseStatus"`
}

func (r request) writes() bool {
	switch r.Verb {
	case "create", "update", "patch", "delete", "deletecollection":
		return true
	}
	return false
}

// what names the kind of a request in the table, such as "patch twelvefactorapps/status".
func (r request) what() string {
	what := r.Verb + " " + r.ObjectRef.Resource
	if r.ObjectRef.Subresource != "" {
		what += "/" + r.ObjectRef.Subresource
	}
	return what
}

// An auditLog reads on where it stopped and keeps only what the operator did.
type auditLog struct {
	reader   *bufio.Reader
	part     []byte
	requests []request
}

func openAuditLog(path string) *auditLog {
	file, err := os.Open(path)
	check(err, "opening the audit log")
	return &auditLog{reader: bufio.NewReaderSize(file, 1<<20)}
}

func (a *auditLog) read() {
	for {
		line, err := a.reader.ReadBytes('\n')
		a.part = append(a.part, line...)
		if err == io.EOF {
			return // the rest of the line comes later
		}
		check(err, "reading the audit log")
		// Few lines are the operator's: looking for its name is much cheaper than parsing.
		if bytes.Contains(a.part, []byte(operatorUser)) {
			var r request
			check(json.Unmarshal(a.part, &r), "reading the audit log")
			if r.User.Username == operatorUser {
				a.requests = append(a.requests, r)
			}
		}
		a.part = a.part[:0]
	}
}

// mark is a place in the log; since gives what came after it.
func (a *auditLog) mark() int {
	a.read()
	return len(a.requests)
}

func (a *auditLog) since(mark int) []request {
	a.read()
	return a.requests[mark:]
}

// awaitApplied waits until each of the objects was written in the namespace, and gives the time of the
// last first write.
func (a *auditLog) awaitApplied(mark int, namespace string, objects []object, patience time.Duration) time.Time {
	missing := make(map[string]bool, len(objects))
	for _, o := range objects {
		missing[o.resource+"/"+o.name] = true
	}
	var last time.Time
	await("all objects of "+namespace, patience, func() bool {
		for _, r := range a.since(mark) {
			mark++
			key := r.ObjectRef.Resource + "/" + r.ObjectRef.Name
			if r.writes() && r.Status.Code < 300 && r.ObjectRef.Namespace == namespace &&
				r.ObjectRef.Subresource == "" && missing[key] {
				delete(missing, key)
				if r.At.After(last) {
					last = r.At
				}
			}
		}
		return len(missing) == 0
	})
	return last
}

// awaitQuiet waits until the operator has written nothing for a while.
func (a *auditLog) awaitQuiet(quiet time.Duration) {
	mark := a.mark()
	since := time.Now()
	await("the operator to write nothing", 10*time.Minute, func() bool {
		for _, r := range a.since(mark) {
			mark++
			if r.writes() {
				since = time.Now()
			}
		}
		return time.Since(since) > quiet
	})
}

// countByKind counts the writes among the requests, by what they were.
func countByKind(requests []request) map[string]int {
	counts := map[string]int{}
	for _, r := range requests {
		if r.writes() {
			counts[r.what()]++
		}
	}
	return counts
}

func sum(counts map[string]int) int {
	n := 0
	for _, count := range counts {
		n += count
	}
	return n
}

func countVerb(requests []request, verb string) int {
	n := 0
	for _, r := range requests {
		if r.Verb == verb {
			n++
		}
	}
	return n
}
