// Any bytes as names of files in an archive: what comes out is safe, stays as it is when made safe again, and is
// unique.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "core/zip/layout.h"
#include "core/zip/names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace exeat::zip;
    std::vector<std::string> paths;
    std::string path;
    for (std::size_t i = 0; i < size; ++i) {
        if (data[i] == '\n') {
            paths.push_back(path);
            path.clear();
        } else {
            path += static_cast<char>(data[i]);
        }
    }
    paths.push_back(path);

    std::set<std::string> seen;
    const auto unique = unique_paths(paths);
    for (const auto& one : unique) {
        if (one.empty() || safe_path(one) != one || !seen.insert(folded(one)).second) std::abort();
        if (one.front() == '/' || one.find('\\') != std::string::npos || one.find('\0') != std::string::npos)
            std::abort();
        if (("/" + one + "/").find("/../") != std::string::npos) std::abort();
        if (placeholder_path(one, 3).size() != one.size()) std::abort();
    }
    std::vector<Entry> entries;
    for (const auto& one : paths) entries.push_back({one, 1, 0, {}});
    const auto layout = Layout::make(entries);
    if (!layout || layout->path(0) != unique[0]) std::abort();
    return 0;
}
