// Only the standard library: nothing to fetch, and a client that costs the measured machine little.
module twelvefactor.io/bench

go 1.26.0
