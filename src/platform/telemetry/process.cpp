#include <dirent.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "platform/telemetry/metrics.h"

namespace exeat::telemetry {
namespace {

std::string contents(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The n-th field of /proc/self/stat as proc(5) counts them, from the third on; the second may hold anything.
double stat_field(int number) {
    const auto text = contents("/proc/self/stat");
    std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
    std::string field;
    for (int i = 2; i < number && fields >> field; ++i) {
    }
    return std::strtod(field.c_str(), nullptr);
}

double ticks_to_seconds(double ticks) {
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double cpu_seconds() {
    constexpr int utime = 14;
    constexpr int stime = 15;
    return ticks_to_seconds(stat_field(utime) + stat_field(stime));
}

double resident_bytes() {
    constexpr int rss = 24;
    return stat_field(rss) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
    DIR* directory = opendir("/proc/self/fd");
    if (directory == nullptr) return 0;
    int count = -3;  // ".", "..", and the one that reads them
    while (readdir(directory) != nullptr) ++count;
    closedir(directory);
    return count;
}

double start_seconds() {
    constexpr int starttime = 22;
    std::istringstream lines(contents("/proc/stat"));
    std::string word;
    double boot = 0;
    while (lines >> word) {
        if (word == "btime") lines >> boot;
    }
    return boot + ticks_to_seconds(stat_field(starttime));
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
    metrics.counter_from("process_cpu_seconds_total", "Processor time used, in seconds.", &cpu_seconds);
    metrics.gauge_from("process_resident_memory_bytes", "Memory in use, in bytes.", &resident_bytes);
    metrics.gauge_from("process_open_fds", "Open file descriptors.", &open_descriptors);
    metrics.gauge_from("process_start_time_seconds", "When the process began, in seconds since 1970.",
                       [start = start_seconds()] { return start; });
}

}  // namespace exeat::telemetry
