// Follower stands in for Fluent Bit where its image cannot be had. It reads the very configuration
// that the operator renders, of which it understands just enough: where the log is, where offsets
// are kept, what is added to each record, and a sink of HTTP or stdout. What it proves is what lies
// around Fluent Bit: the mount, the identity, rotation by the kubelet, and a restart.
//
//	follower            follow the log, as a sidecar; configuration from /fluent-bit/etc
//	follower write      write numbered lines (LINES, PER_SECOND), as an app
//	follower sink       take records by HTTP on PORT, and tell what came (GET /report)
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

func main() {
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	command := "follow"
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	var err error
	switch command {
	case "follow":
		err = follow(ctx, env("FOLLOWER_CONFIG", "/fluent-bit/etc/fluent-bit.conf"))
	case "write":
		err = write(ctx, number("LINES", 0), number("PER_SECOND", 100))
	case "sink":
		err = sink(ctx, ":"+env("PORT", "8080"))
	default:
		err = fmt.Errorf("%s: follow, write or sink", command)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func number(name string, otherwise int) int {
	value, err := strconv.Atoi(env(name, strconv.Itoa(otherwise)))
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return value
}
