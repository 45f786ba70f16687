package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// A cluster is a plain HTTP client for the API server, as the administrator of its kubeconfig.
type cluster struct {
	server string
	http   *http.Client
}

// An object is one that is to be applied: where it lives below a namespace, and its JSON.
type object struct {
	group, resource, name string
	body                  []byte
}

// connect makes a client that keeps up to `connections` connections open, or one of HTTP/2.
func connect(connections int, http2 bool) *cluster {
	var config struct {
		Clusters []struct {
			Cluster struct {
				Server string `json:"server"`
				CA     []byte `json:"certificate-authority-data"`
			} `json:"cluster"`
		} `json:"clusters"`
		Users []struct {
			User struct {
				Certificate []byte `json:"client-certificate-data"`
				Key         []byte `json:"client-key-data"`
			} `json:"user"`
		} `json:"users"`
	}
	out, err := exec.Command("kubectl", "config", "view", "--raw", "--minify", "-o", "json").Output()
	check(err, "reading the kubeconfig")
	check(json.Unmarshal(out, &config), "reading the kubeconfig")
	pair, err := tls.X509KeyPair(config.Users[0].User.Certificate, config.Users[0].User.Key)
	check(err, "reading the client certificate")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(config.Clusters[0].Cluster.CA)
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
		MaxIdleConnsPerHost: connections,
		ForceAttemptHTTP2:   http2,
	}
	if !http2 { // an empty, non-nil map is net/http's way to say HTTP/1.1 only
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	return &cluster{config.Clusters[0].Cluster.Server, &http.Client{Transport: transport}}
}

func (c *cluster) do(method, path, contentType string, body []byte) (int, []byte) {
	request, err := http.NewRequest(method, c.server+path, bytes.NewReader(body))
	check(err, path)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := c.http.Do(request)
	check(err, path)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	check(err, path)
	return response.StatusCode, answer
}

func (c *cluster) get(path string, into any) {
	code, answer := c.do("GET", path, "", nil)
	if code != http.StatusOK {
		fail("GET %s: %d %s", path, code, answer)
	}
	check(json.Unmarshal(answer, into), path)
}

// apply is one server-side apply, as an operator would send it.
func (c *cluster) apply(namespace string, o object) {
	path := fmt.Sprintf("%s/namespaces/%s/%s/%s?fieldManager=bench&force=true", o.prefix(), namespace, o.resource, o.name)
	code, answer := c.do("PATCH", path, "application/apply-patch+yaml", o.body)
	if code != http.StatusCreated && code != http.StatusOK {
		fail("applying %s/%s: %d %s", o.resource, o.name, code, answer)
	}
}

// applyAll applies in the order given, `parallel` objects at a time, and tells how long that took.
func (c *cluster) applyAll(namespace string, objects []object, parallel int) time.Duration {
	queue := make(chan object)
	var workers sync.WaitGroup
	started := time.Now()
	for range parallel {
		workers.Go(func() {
			for o := range queue {
				c.apply(namespace, o)
			}
		})
	}
	for _, o := range objects {
		queue <- o
	}
	close(queue)
	workers.Wait()
	return time.Since(started)
}

func (c *cluster) createNamespace(name string) {
	body := fmt.Sprintf(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":%q}}`, name)
	if code, answer := c.do("POST", "/api/v1/namespaces", "application/json", []byte(body)); code != http.StatusCreated {
		fail("creating namespace %s: %d %s", name, code, answer)
	}
	// Without it no pod can be made, and the first ones would be tried again with a delay.
	await("the default ServiceAccount of "+name, time.Minute, func() bool {
		code, _ := c.do("GET", "/api/v1/namespaces/"+name+"/serviceaccounts/default", "", nil)
		return code == http.StatusOK
	})
}

// deleteNamespace returns when everything in it is gone. The apps go first: an operator would go on
// repairing those of a namespace that ends.
func (c *cluster) deleteNamespace(name string) {
	c.do("DELETE", "/apis/twelvefactor.io/v1alpha1/namespaces/"+name+"/twelvefactorapps", "", nil)
	c.do("DELETE", "/api/v1/namespaces/"+name, "", nil)
	await("the end of namespace "+name, 10*time.Minute, func() bool {
		code, _ := c.do("GET", "/api/v1/namespaces/"+name, "", nil)
		return code == http.StatusNotFound
	})
}

func (o object) prefix() string {
	if o.group == "v1" {
		return "/api/v1"
	}
	return "/apis/" + o.group
}

// toObject knows how resources are called from how kinds are called; for ours the rules are enough.
func toObject(body []byte) object {
	var head struct {
		APIVersion, Kind string
		Metadata         struct{ Name string }
	}
	check(json.Unmarshal(body, &head), "reading a manifest")
	resource := strings.ToLower(head.Kind)
	switch {
	case strings.HasSuffix(resource, "y"):
		resource = strings.TrimSuffix(resource, "y") + "ies"
	case strings.HasSuffix(resource, "s"):
		resource += "es"
	default:
		resource += "s"
	}
	return object{head.APIVersion, resource, head.Metadata.Name, body}
}

type list[T any] struct {
	Items []T `json:"items"`
}

// readyApps counts the apps that are Ready at the generation they have.
func (c *cluster) readyApps(namespace string) int {
	var apps list[struct {
		Metadata struct{ Generation int64 }
		Status   struct {
			ObservedGeneration int64
			Conditions         []struct{ Type, Status string }
		}
	}]
	c.get("/apis/twelvefactor.io/v1alpha1/namespaces/"+namespace+"/twelvefactorapps", &apps)
	ready := 0
	for _, app := range apps.Items {
		for _, condition := range app.Status.Conditions {
			if condition.Type == "Ready" && condition.Status == "True" &&
				app.Status.ObservedGeneration == app.Metadata.Generation {
				ready++
			}
		}
	}
	return ready
}

// whatRuns maps every pod to its restarts and every Deployment to its generation: what a restart of
// the operator must leave as it is.
func (c *cluster) whatRuns(namespace string) map[string]int64 {
	runs := map[string]int64{}
	var pods list[struct {
		Metadata struct{ UID string }
		Status   struct {
			ContainerStatuses []struct{ RestartCount int64 }
		}
	}]
	c.get("/api/v1/namespaces/"+namespace+"/pods", &pods)
	for _, pod := range pods.Items {
		restarts := int64(0)
		for _, container := range pod.Status.ContainerStatuses {
			restarts += container.RestartCount
		}
		runs["pod "+pod.Metadata.UID] = restarts
	}
	var deployments list[struct {
		Metadata struct {
			UID        string
			Generation int64
		}
	}]
	c.get("/apis/apps/v1/namespaces/"+namespace+"/deployments", &deployments)
	for _, deployment := range deployments.Items {
		runs["deployment "+deployment.Metadata.UID] = deployment.Metadata.Generation
	}
	return runs
}

// changes counts what is new, gone or different.
func changes(before, after map[string]int64) int {
	n := 0
	for key, value := range before {
		if now, there := after[key]; !there || now != value {
			n++
		}
	}
	for key := range after {
		if _, there := before[key]; !there {
			n++
		}
	}
	return n
}
