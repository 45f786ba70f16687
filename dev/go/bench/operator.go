package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// An operator is the packaged one, as a process.
type operator struct {
	command []string
	log     string
	process *exec.Cmd
	starts  int
}

// start returns when the operator says that it has started and has nothing to do any more.
func (o *operator) start() time.Duration {
	o.starts++
	path := filepath.Join(o.log, fmt.Sprintf("operator-%d.log", o.starts))
	log, err := os.Create(path)
	check(err, "making the operator's log")
	defer log.Close()
	o.process = exec.Command(o.command[0], o.command[1:]...)
	o.process.Stdout, o.process.Stderr = log, log
	o.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	started := time.Now()
	check(o.process.Start(), "starting the operator")
	await("the operator's start", 2*time.Minute, func() bool {
		text, _ := os.ReadFile(path)
		return strings.Contains(string(text), "started in")
	})
	return time.Since(started)
}

func (o *operator) stop() {
	check(o.process.Process.Signal(syscall.SIGTERM), "stopping the operator")
	_ = o.process.Wait() // it ends with the signal's status
}

// cpu is the processor time it has used so far.
func (o *operator) cpu() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", o.process.Process.Pid))
	check(err, "looking at the operator's process: it ended")
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // in hundredths of a second on Linux
}

// awaitIdle waits until it hardly uses the processor: nothing tells from outside that everything was
// reconciled where nothing is written.
func (o *operator) awaitIdle() {
	before := o.cpu()
	await("the operator to be idle", 5*time.Minute, func() bool {
		time.Sleep(2 * time.Second)
		used := o.cpu() - before
		before += used
		return used <= 60*time.Millisecond
	})
}

// memory gives a line of /proc/<pid>/status, such as VmRSS, in MiB.
func (o *operator) memory(name string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", o.process.Process.Pid))
	check(err, "looking at the operator's process: it ended")
	for _, line := range strings.Split(string(text), "\n") {
		if rest, found := strings.CutPrefix(line, name+":"); found {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			check(err, name)
			return float64(kib) / 1024
		}
	}
	fail("no %s in the operator's status", name)
	return 0
}
