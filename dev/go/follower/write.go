package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// write writes so many numbered lines to stdout, so many a second, unless it is told to stop before.
func write(ctx context.Context, count, perSecond int, stay bool) error {
	out := bufio.NewWriter(os.Stdout)
	filling := strings.Repeat(".", 200)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for n := 1; n <= count; {
		for i := 0; i < max(1, perSecond/10) && n <= count; i++ {
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
	if stay {
		<-ctx.Done()
	}
	return nil
}
