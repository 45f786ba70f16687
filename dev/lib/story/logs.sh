tell_logs() { :; }
