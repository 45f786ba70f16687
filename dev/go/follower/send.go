package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

// sender sends records to the sink of a configuration, again and again until it takes them.
func sender(c *config) (func(context.Context, []map[string]any) error, error) {
	switch c.output["name"] {
	case "stdout":
		return func(_ context.Context, records []map[string]any) error {
			_, err := os.Stdout.Write(lines(records))
			return err
		}, nil
	case "http":
		scheme := "https"
		if strings.EqualFold(c.output["tls"], "off") {
			scheme = "http"
		}
		url := fmt.Sprintf("%s://%s:%s%s", scheme, c.output["host"], c.output["port"], c.output["uri"])
		return func(ctx context.Context, records []map[string]any) error {
			body := lines(records)
			for {
				err := post(ctx, url, c.output["header"], body)
				if err == nil {
					return nil
				}
				log.Printf("%v; trying again", err)
				time.Sleep(time.Second)
			}
		}, nil
	}
	return nil, fmt.Errorf("no output %s here", c.output["name"])
}

func post(ctx context.Context, url, header string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if name, value, found := strings.Cut(header, " "); found {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

func lines(records []map[string]any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	for _, record := range records {
		if err := encoder.Encode(record); err != nil {
			log.Printf("%v", err)
		}
	}
	return text.Bytes()
}
