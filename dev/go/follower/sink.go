package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// stream is what came of one pod.
type stream struct {
	Records   int    `json:"records"`
	First     int    `json:"first"`
	Last      int    `json:"last"`
	Missing   int    `json:"missing"`   // numbers that were jumped over
	Again     int    `json:"again"`     // numbers that came before
	Backwards int    `json:"backwards"` // how often the stream went back: once a resumption
	Namespace string `json:"namespace"`
	App       string `json:"app"`
	Process   string `json:"process"`
	Release   string `json:"release"`
	previous  int
}

// take notes a record. Delivery is at least once: after a restart a stream may go on a little
// before where it was, and from there in order.
func (s *stream) take(number int) {
	s.Records++
	switch {
	case s.First == 0:
		s.First = number
	case number == s.previous+1:
	case number <= s.Last:
		s.Backwards++
	default:
		s.Missing += number - s.previous - 1
	}
	if number <= s.Last {
		s.Again++
	} else {
		s.Last = number
	}
	s.previous = number
}

// sink takes records as JSON lines, and tells by pod what came.
func sink(ctx context.Context, address string) error {
	var mutex sync.Mutex
	streams := map[string]*stream{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /report", func(out http.ResponseWriter, _ *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		out.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(out).Encode(streams)
	})
	mux.HandleFunc("POST /", func(out http.ResponseWriter, in *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		body := bufio.NewScanner(in.Body)
		body.Buffer(nil, 1<<20)
		for body.Scan() {
			var record map[string]string
			if err := json.Unmarshal(body.Bytes(), &record); err != nil {
				http.Error(out, err.Error(), http.StatusBadRequest)
				return
			}
			var number int
			if _, err := fmt.Sscanf(record["log"], "line %d", &number); err != nil {
				continue
			}
			s := streams[record["pod"]]
			if s == nil {
				s = &stream{
					Namespace: record["namespace"], App: record["app"],
					Process: record["process"], Release: record["release"],
				}
				streams[record["pod"]] = s
			}
			s.take(number)
		}
	})
	server := &http.Server{Addr: address, Handler: mux}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}
