// Memory for blocks of files on their way out: kept and used again by one thread that serves sockets, since a fresh MiB
// costs 256 page faults. Called by the connection. Refuses to know what is in it.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

namespace exeat::http {

class BlockMemory {
public:
    /// `used` counts bytes in use over all threads of a server.
    explicit BlockMemory(std::atomic<std::size_t>& used) : used_(used) {}

    struct Lease {
        std::unique_ptr<char[]> bytes;
        std::size_t capacity = 0;
    };

    [[nodiscard]] Lease take(std::size_t least);
    void give_back(Lease lease);
    /// Called now and then: frees what nobody asked for since the last call.
    void trim();
    /// Frees all that is not in use.
    void clear();

private:
    std::atomic<std::size_t>& used_;
    std::vector<std::unique_ptr<char[]>> small_;
    std::vector<std::unique_ptr<char[]>> large_;
    bool asked_ = false;
};

}  // namespace exeat::http
