module twelvefactor.io/dev/follower

go 1.26
