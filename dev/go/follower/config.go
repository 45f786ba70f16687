package main

import (
	"fmt"
	"os"
	"strings"
)

// config is what the follower takes from Fluent Bit's classic format.
type config struct {
	path   string            // pattern of the files to follow
	db     string            // where offsets are kept
	record map[string]string // what is added to each record
	output map[string]string // the sink, by lower-case key
}

func readConfig(file string) (*config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	c := &config{record: map[string]string{}, output: map[string]string{}}
	section := ""
	for _, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		key, value, found := strings.Cut(line, " ")
		if !found {
			return nil, fmt.Errorf("%s: %q has no value", file, line)
		}
		key, value = strings.ToLower(key), os.Expand(strings.TrimSpace(value), os.Getenv)
		switch {
		case section == "INPUT" && key == "path":
			c.path = value
		case section == "INPUT" && key == "db":
			c.db = value
		case section == "FILTER" && key == "record":
			name, content, _ := strings.Cut(value, " ")
			c.record[name] = content
		case section == "OUTPUT":
			c.output[key] = value
		}
	}
	if c.path == "" || c.db == "" || c.output["name"] == "" {
		return nil, fmt.Errorf("%s: no path, DB or output", file)
	}
	return c, nil
}
