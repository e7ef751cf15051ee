// A test of this program run in a process of its own, to be killed. A fork without exec would
// inherit RocksDB's idea of its threads, but not the threads.
#pragma once

#include <sys/types.h>

#include <string>

namespace lode::test {

struct Tally {
    int killed = 0;
    int mid_way = 0;  // killed with part of the work stored
};

// Runs the hidden test of this name; it finds its arguments in the environment.
pid_t start_child(std::string test);
// The status that waitpid() gives.
int wait_for(pid_t child);

}  // namespace lode::test
