package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// write writes numbered lines to stdout, so many a second, until it has written so many (0: for
// ever) or is told to stop.
func write(ctx context.Context, count, perSecond int) error {
	out := bufio.NewWriter(os.Stdout)
	filling := strings.Repeat(".", 200)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for n := 1; count == 0 || n <= count; {
		for i := 0; i < max(1, perSecond/10) && (count == 0 || n <= count); i++ {
			fmt.Fprintf(out, "line %d %s\n", n, filling)
			n++
		}
		if err := out.Flush(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
	return nil
}
