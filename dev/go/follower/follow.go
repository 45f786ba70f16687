package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"
)

const (
	lookAgain = 200 * time.Millisecond
	batchSize = 500
)

// position is how far one file was delivered; files are told apart by inode, since the kubelet
// renames them.
type position struct {
	Inode  uint64
	Offset int64
}

// follower follows the log of one container, through restarts of that container (0.log, 1.log, …)
// and rotation (0.log becomes 0.log.20260101-000000).
type follower struct {
	config *config
	sink   func(context.Context, []map[string]any) error
	at     position
	begun  string // the part of a line that the runtime has cut
}

func follow(ctx context.Context, file string) error {
	c, err := readConfig(file)
	if err != nil {
		return err
	}
	send, err := sender(c)
	if err != nil {
		return err
	}
	f := &follower{config: c, sink: send}
	if saved, err := os.ReadFile(c.db); err == nil {
		if err := json.Unmarshal(saved, &f.at); err != nil {
			return fmt.Errorf("%s: %w", c.db, err)
		}
	}
	log.Printf("uid %d, gid %d: following %s from %+v", os.Getuid(), os.Getgid(), c.path, f.at)
	for {
		moved, err := f.pass(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		if moved {
			continue
		}
		select {
		case <-ctx.Done():
			// As Fluent Bit does: what it has not read by now, it does not read any more.
			log.Printf("told to stop; delivered up to %+v", f.at)
			return nil
		case <-time.After(lookAgain):
		}
	}
}

// pass delivers what is there, file by file in the order in which they were written; whether it was
// anything.
func (f *follower) pass(ctx context.Context) (bool, error) {
	files, err := f.files()
	if err != nil {
		return false, err
	}
	moved := false
	for _, name := range f.fromHere(files) {
		one, err := f.deliver(ctx, name)
		if err != nil {
			return moved, err
		}
		moved = moved || one
	}
	return moved, nil
}

// files that match, each after the rotated ones it was before.
func (f *follower) files() ([]string, error) {
	current, err := filepath.Glob(f.config.path)
	if err != nil {
		return nil, err
	}
	rotated, err := filepath.Glob(f.config.path + ".*")
	if err != nil {
		return nil, err
	}
	sort.Slice(current, func(i, j int) bool {
		return len(current[i]) < len(current[j]) ||
			len(current[i]) == len(current[j]) && current[i] < current[j]
	})
	sort.Strings(rotated)
	var all []string
	for _, name := range current {
		for _, old := range rotated {
			if strings.HasPrefix(old, name+".") && !strings.HasSuffix(old, ".gz") &&
				!strings.HasSuffix(old, ".tmp") {
				all = append(all, old)
			}
		}
		all = append(all, name)
	}
	return all, nil
}

// fromHere leaves out what was delivered whole before.
func (f *follower) fromHere(files []string) []string {
	if f.at.Inode == 0 {
		return files
	}
	for i, name := range files {
		if inode(name) == f.at.Inode {
			return files[i:]
		}
	}
	if len(files) > 0 {
		log.Printf("the file of inode %d is gone: what it held beyond %d is lost", f.at.Inode, f.at.Offset)
	}
	return files
}

func inode(name string) uint64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Sys().(*syscall.Stat_t).Ino
}

func (f *follower) deliver(ctx context.Context, name string) (bool, error) {
	file, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil // renamed since it was seen: look again
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	if own := info.Sys().(*syscall.Stat_t).Ino; own != f.at.Inode {
		f.at = position{Inode: own}
	}
	if _, err := file.Seek(f.at.Offset, io.SeekStart); err != nil {
		return false, err
	}
	reader := bufio.NewReaderSize(file, 64<<10)
	moved := false
	for {
		records, size, err := f.batch(reader)
		if err != nil {
			return moved, err
		}
		if size == 0 {
			return moved, nil
		}
		if len(records) > 0 {
			if err := f.sink(ctx, records); err != nil {
				return moved, err
			}
		}
		f.at.Offset += size
		if err := f.save(); err != nil {
			return moved, err
		}
		moved = true
	}
}

// batch reads whole lines; how many bytes they took.
func (f *follower) batch(reader *bufio.Reader) ([]map[string]any, int64, error) {
	var records []map[string]any
	size := int64(0)
	for len(records) < batchSize {
		line, err := reader.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // a line that is not whole yet is read again
		}
		if err != nil {
			return nil, 0, err
		}
		size += int64(len(line))
		if record := f.parse(strings.TrimSuffix(line, "\n")); record != nil {
			records = append(records, record)
		}
	}
	return records, size, nil
}

// parse reads a line of the CRI's format: time, stream, P or F, text.
func (f *follower) parse(line string) map[string]any {
	parts := strings.SplitN(line, " ", 4)
	if len(parts) < 4 {
		log.Printf("not a line of the CRI's format: %q", line)
		return nil
	}
	f.begun += parts[3]
	if parts[2] == "P" {
		return nil
	}
	record := map[string]any{"date": parts[0], "stream": parts[1], "log": f.begun}
	f.begun = ""
	for key, value := range f.config.record {
		record[key] = value
	}
	return record
}

func (f *follower) save() error {
	text, err := json.Marshal(f.at)
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.config.db+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(f.config.db+".new", f.config.db)
}
